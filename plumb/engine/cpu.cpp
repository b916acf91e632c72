// The device "cpu": a plan on oneDNN and our own kernels. A build without oneDNN leaves it out.
#include "plumb/engine/bf16_support.h"
#include "plumb/engine/executor.h"
#include "plumb/engine/frozen.h"
#include "plumb/engine/plan.h"

namespace plumb {
namespace {

class CpuExecutor : public Executor, public Profiled, public Freezable {
 public:
  CpuExecutor(const Graph& graph, const Values& outputs, int64_t rows, States& states, const EngineSettings& settings)
      : plan_(graph, outputs, rows, states, settings) {}
  void bind(Value input, const void* data) override { plan_.bind(input, data); }
  void run() override { plan_.run(); }
  const void* data(Value output) const override { return plan_.data(output); }
  size_t memory_bytes() const override { return plan_.memory_bytes(); }
  std::string text() const override { return plan_.text(); }
  StepTimes times() const override { return plan_.times(); }
  void freeze() override { plan_.freeze(); }

 private:
  engine::Plan plan_;
};

[[maybe_unused]] const bool registered =
    add_device("cpu",
               [](const Graph& graph, const Values& outputs, int64_t rows, States& states,
                  const EngineSettings& settings) -> std::unique_ptr<Executor> {
                 if (settings.precision == Precision::bf16) require_bf16_on_cpu();
                 return std::make_unique<CpuExecutor>(graph, outputs, rows, states, settings);
               });

}  // namespace
}  // namespace plumb
