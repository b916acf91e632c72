// The only source that reads headers of CUDA (cmake/torch.cmake).
#include "plumb/engine/torch/cuda_graph.h"

#include <ATen/cuda/CUDAGraph.h>

namespace plumb::aten {
namespace {

class Recorded : public CudaGraph {
 public:
  const Tensors& replay() override {
    graph_.replay();
    return results_;
  }

  /// Other threads may go on asking the GPU for memory meanwhile: only this thread's requests are checked.
  void begin() { graph_.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal); }
  void keep(Tensors results) { results_ = std::move(results); }
  void end() { graph_.capture_end(); }

 private:
  at::cuda::CUDAGraph graph_;  // destroyed last: the results lie in its memory
  Tensors results_;
};

std::unique_ptr<CudaGraph> record(const std::function<Tensors()>& work) {
  auto recorded = std::make_unique<Recorded>();
  recorded->begin();
  try {
    recorded->keep(work());
    recorded->end();
  } catch (const std::exception&) {
    try {
      recorded->end();  // or the stream would go on recording
    } catch (const c10::Error&) {
    }
    recorded.release();  // never freed: before 2.14, libtorch's allocator goes on asking it after a failure
    throw;
  }
  return recorded;
}

[[maybe_unused]] const bool registered = set_recorder(record);

}  // namespace
}  // namespace plumb::aten
