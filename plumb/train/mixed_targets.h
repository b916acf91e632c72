#pragma once

#include <span>
#include <vector>

#include "plumb/engine/executor.h"
#include "plumb/train/step_graph.h"

namespace plumb {

/// Targets and weights of the rows that the rows of a batch were mixed with (BatchChange), beside those of the batch.
///
///     MixedTargets mixed(batches, network.inputs.size());
///     mixed.bind(*plan, graph);                                  // once a plan
///     … others() and own() are filled for the batch at hand …
///     mixed.take_others();
class MixedTargets {
 public:
  /// Tensors of the batches from `first` on are targets and weights. `batches` must outlive this.
  MixedTargets(const Batches& batches, size_t first);

  std::span<int64_t> others() { return std::span(others_).first(static_cast<size_t>(batches_.size())); }
  std::span<float> own() { return {held_.find("own")->floats(), static_cast<size_t>(batches_.size())}; }
  void take_others();
  void bind(Executor& plan, const StepGraph& graph) const;

 private:
  const std::byte* of_others(size_t tensor) const;

  const Batches& batches_;
  size_t first_;
  std::vector<int64_t> others_;
  States held_;  // buffers that never move
};

}  // namespace plumb
