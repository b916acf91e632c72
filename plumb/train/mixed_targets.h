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
///     … others() and own() are filled, also while the batch before is in use …
///     mixed.take();                                              // once theirs is the batch at hand
class MixedTargets {
 public:
  /// Tensors of the batches from `first` on are targets and weights. `batches` must outlive this.
  MixedTargets(const Batches& batches, size_t first);

  std::span<int64_t> others(size_t rows) { return std::span(others_).first(rows); }
  std::span<float> own(size_t rows) { return std::span(own_).first(rows); }
  void take();
  void bind(Executor& plan, const StepGraph& graph) const;

 private:
  const std::byte* of_others(size_t tensor) const;

  const Batches& batches_;
  size_t first_;
  std::vector<int64_t> others_;  // of the batch that is made
  std::vector<float> own_;
  States held_;  // of the batch at hand; buffers that never move
};

}  // namespace plumb
