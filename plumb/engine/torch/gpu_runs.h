#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/StreamGuard.h>

#include <map>
#include <mutex>

#include "plumb/engine/torch/cuda_graph.h"

namespace plumb::aten {

/// The runs of one plan on a GPU. Its leaves are copied to memory there that stays the same; after some runs operator
/// by operator one is recorded (cuda_graph.h), and done again from there on. Where that cannot be, a line says so, and
/// runs stay as they were.
class GpuRuns {
 public:
  explicit GpuRuns(at::Device device);

  /// Held during a run. One plan has the GPU at a time: what others asked its stream for would be recorded, too.
  struct Turn {
    std::unique_lock<std::mutex> alone;
    c10::StreamGuard stream;
  };
  Turn turn() const;

  void upload(int leaf, const at::Tensor& from);
  const at::Tensor& uploaded(int leaf) const { return leaves_.at(leaf); }
  Tensors run(const std::function<Tensors()>& work);
  bool recorded() const { return graph_ != nullptr; }

 private:
  at::Device device_;
  c10::Stream stream_;
  std::map<int, at::Tensor> leaves_;
  std::unique_ptr<CudaGraph> graph_;
  int runs_ = 0;
};

}  // namespace plumb::aten
