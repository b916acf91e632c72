// The devices "torch" (libtorch on the CPU, for tests) and "cuda".
#include "plumb/engine/executor.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>

#include <optional>

#include "plumb/engine/torch/gpu_runs.h"
#include "plumb/engine/torch/interpreter.h"

namespace plumb::aten {
namespace {

/// Sets the number of threads of libtorch for a run and puts the old one back: the engine shares the runtime.
class Threads {
 public:
  explicit Threads(int threads) {
    if (threads > 0) at::set_num_threads(threads);
  }
  ~Threads() { at::set_num_threads(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int before_ = at::get_num_threads();
};

Values with_updates(const Graph& graph, Values outputs, bool updates) {
  if (updates)
    for (const Update& update : graph.updates) outputs.push_back(update.next);
  return outputs;
}

/// On the CPU the tensors of states lie on the memory of the store. On a GPU they are copied there before a run and
/// updated ones back after it, so that every plan of a model and every checkpoint sees one truth.
class TorchExecutor : public Executor {
 public:
  TorchExecutor(const Graph& graph, const Values& outputs, int64_t rows, States& states, const EngineSettings& settings,
                at::Device device)
      : outputs_(outputs),
        settings_(settings),
        place_{.device = device, .bf16_products = settings.precision == Precision::bf16},
        interpreter_(graph, with_updates(graph, outputs, settings.updates), place_, rows),
        results_(outputs.size()) {
    const Graph& run = interpreter_.graph();
    for (int id = 0; id < run.size(); ++id) {
      const Node& node = run.node(id);
      if (node.op->name != "state") continue;
      const auto& name = node.options.as<Leaf>().name;
      float initial = 0;
      for (const State& state : run.states)
        if (state.name == name) initial = state.initial;
      States::Tensor& stored = states.at(name, node.shape(), node.type(), initial);
      memory_.push_back(stored.data);
      leaves_[id] = on_host(stored.data.get(), node);
    }
    if (settings.updates)
      for (const Update& update : run.updates) updated_.push_back(update.state.id());
    if (!device.is_cpu()) gpu_.emplace(device);
  }

  void bind(Value input, const void* data) override {
    const Value moved = interpreter_(input);
    leaves_[moved.id()] = on_host(const_cast<void*>(data), moved.node());
  }

  void run() override {
    const at::NoGradGuard no_grad;
    const Threads threads(settings_.threads);
    if (!gpu_) return keep(interpreter_.run([this](const Node& leaf) { return bound(leaf); }));
    const auto turn = gpu_->turn();
    for (const int id : interpreter_.order())
      if (const Node& node = interpreter_.graph().node(id); is_leaf(node)) gpu_->upload(id, bound(node));
    keep(gpu_->run(
        [this] { return interpreter_.run([this](const Node& leaf) { return gpu_->uploaded(leaf.self.id()); }); }));
  }

  const void* data(Value output) const override {
    for (size_t i = 0; i < outputs_.size(); ++i)
      if (outputs_[i] == output) return results_[i].const_data_ptr();
    throw Bug("data() of a value that is no output of this plan");
  }

  size_t memory_bytes() const override {
    size_t bytes = 0;
    for (const int id : interpreter_.order()) {
      const Node& node = interpreter_.graph().node(id);
      if (node.in.empty()) continue;
      for (const TensorType& result : node.results)
        bytes += static_cast<size_t>(count(result.shape)) * size_of(result.type);
    }
    return bytes;
  }

  std::string text() const override {
    std::string all = gpu_ && gpu_->recorded() ? "recorded as a CUDA graph\n" : "";
    for (const int id : interpreter_.order()) {
      const Node& node = interpreter_.graph().node(id);
      all += fmt::format("{} aten {}{}\n", node.op->name, node.shape(), node.scope.empty() ? "" : "  # " + node.scope);
    }
    return all;
  }

 private:
  static at::Tensor on_host(void* data, const Node& node) {
    return at::from_blob(data, node.shape(), Place{}.options(node.type()));
  }

  static bool is_leaf(const Node& node) { return node.op->name == "input" || node.op->name == "state"; }

  const at::Tensor& bound(const Node& leaf) const {
    const auto found = leaves_.find(leaf.self.id());
    if (found == leaves_.end()) throw Bug("input `" + leaf.options.as<Leaf>().name + "` was not bound before run()");
    return found->second;
  }

  /// Copies: a result may be a view of a state that the updates change, or of an input that the caller changes.
  void keep(Tensors made) {
    for (size_t i = 0; i < made.size(); ++i) {
      at::Tensor copy = made[i].to(at::kCPU).contiguous();
      made[i] = copy.is_alias_of(made[i]) ? copy.clone() : copy;
    }
    std::copy_n(made.begin(), results_.size(), results_.begin());
    for (size_t k = 0; k < updated_.size(); ++k) leaves_.at(updated_[k]).copy_(made[results_.size() + k]);
  }

  Values outputs_;
  EngineSettings settings_;
  Place place_;
  Interpreter interpreter_;
  std::vector<std::shared_ptr<std::byte[]>> memory_;  // of the states
  std::map<int, at::Tensor> leaves_;                  // by node of the graph that runs; host memory
  std::vector<int> updated_;                          // states, in the order of the graph's updates
  Tensors results_;
  std::optional<GpuRuns> gpu_;  // not on the CPU
};

std::unique_ptr<Executor> on_cpu(const Graph& graph, const Values& outputs, int64_t rows, States& states,
                                 const EngineSettings& settings) {
  return std::make_unique<TorchExecutor>(graph, outputs, rows, states, settings, at::kCPU);
}

std::unique_ptr<Executor> on_cuda(const Graph& graph, const Values& outputs, int64_t rows, States& states,
                                  const EngineSettings& settings) {
  require(at::hasCUDA(),
          "device: cuda needs a CUDA build of libtorch and a GPU, and this machine offers none; write `device: cpu`");
  at::globalContext().setAllowTF32CuDNN(false);  // fp32 is fp32 for convolutions, too
  return std::make_unique<TorchExecutor>(graph, outputs, rows, states, settings, at::Device(at::kCUDA, 0));
}

[[maybe_unused]] const bool registered[] = {add_device("torch", on_cpu), add_device("cuda", on_cuda)};

}  // namespace
}  // namespace plumb::aten
