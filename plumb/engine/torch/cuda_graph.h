#pragma once

#include <functional>
#include <memory>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {

/// A run on the GPU that was recorded: the GPU does it again on one request, not on one for each operator. What it
/// reads and gives lies where it lay when it was recorded.
class CudaGraph {
 public:
  virtual ~CudaGraph() = default;
  virtual const Tensors& replay() = 0;  // in the current stream
};

/// Records what `work` asks the current stream for, which must not be the default one; nothing is computed. Throws
/// where `work` does what cannot be recorded: waits for the GPU, or makes memory as numbers there demand.
using Recorder = std::unique_ptr<CudaGraph> (*)(const std::function<Tensors()>& work);

/// cuda_graph.cpp brings it, which is built where there are headers of CUDA; without it nothing is recorded.
bool set_recorder(Recorder recorder);

}  // namespace plumb::aten
