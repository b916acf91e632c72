#include "plumb/engine/torch/gpu_runs.h"

#include <ATen/ops/empty_like.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include "plumb/core/progress.h"

namespace plumb::aten {
namespace {

constexpr int runs_before_recording = 3;  // in which cuBLAS and cuDNN choose, and make the memory that they work in

std::mutex one_plan_at_a_time;
bool recording_failed = false;  // once, and nothing more is recorded: libtorch may keep parts of what failed

Recorder recorder = nullptr;

}  // namespace

bool set_recorder(Recorder with) {
  recorder = with;
  return true;
}

GpuRuns::GpuRuns(at::Device device)
    : device_(device), stream_(c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device)) {}

GpuRuns::Turn GpuRuns::turn() const { return {std::unique_lock(one_plan_at_a_time), c10::StreamGuard(stream_)}; }

void GpuRuns::upload(int leaf, const at::Tensor& from) {
  at::Tensor& to = leaves_[leaf];
  if (!to.defined()) to = at::empty_like(from, from.options().device(device_));
  to.copy_(from);
}

Tensors GpuRuns::run(const std::function<Tensors()>& work) {
  if (!graph_ && runs_ >= runs_before_recording && recorder && !recording_failed) {
    try {
      graph_ = recorder(work);
    } catch (const std::exception& error) {
      recording_failed = true;
      say(fmt::format("device: cuda runs operator by operator, which is slower: no CUDA graph was recorded ({})",
                      error.what()));
    }
  }
  ++runs_;
  return graph_ ? graph_->replay() : work();
}

}  // namespace plumb::aten
