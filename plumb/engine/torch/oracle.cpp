#include "plumb/engine/oracle.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/sum.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

#include "plumb/engine/torch/interpreter.h"

namespace plumb::aten {
namespace {

const Place float64{.real = at::kDouble};

at::Tensor to_tensor(const Numbers& numbers) { return at::tensor(numbers.values, at::kDouble).reshape(numbers.shape); }

Numbers to_numbers(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.detach().to(at::kDouble).contiguous();
  const double* first = flat.const_data_ptr<double>();
  return {tensor.sizes().vec(), {first, first + flat.numel()}};
}

/// Gives an interpreter's leaves what was fed, or a state's zeros.
Interpreter::Leaf feeder(const Interpreter& run, const Feeds& feeds) {
  std::map<int, const Numbers*> fed;
  for (const auto& [leaf, numbers] : feeds) fed[run(leaf).id()] = &numbers;
  return [fed](const Node& leaf) -> at::Tensor {
    const auto found = fed.find(leaf.self.id());
    const std::string& name = leaf.options.as<Leaf>().name;
    if (found == fed.end()) {
      if (leaf.op->name != "state") throw Bug("the oracle was not fed `" + name + "`");
      return at::zeros(leaf.shape(), float64.options(leaf.type()));
    }
    if (found->second->shape != leaf.shape()) throw Bug("the oracle was fed another shape for `" + name + "`");
    return to_tensor(*found->second).to(float64.scalar_type(leaf.type()));
  };
}

class TorchOracle : public Oracle {
 public:
  std::vector<Numbers> evaluate(const Graph& graph, const Values& outputs, const Feeds& feeds, bool native) override {
    const at::NoGradGuard no_grad;
    const Interpreter run(graph, outputs, float64, 0, native);
    std::vector<Numbers> all;
    for (const at::Tensor& t : run.run(feeder(run, feeds))) all.push_back(to_numbers(t));
    return all;
  }

  std::vector<Numbers> gradients(const Graph& graph, Value scalar, const Values& by, const Feeds& feeds) override {
    const auto [loss, at] = forward(graph, scalar, by, feeds);
    std::vector<Numbers> all;
    for (const at::Tensor& d : derivatives(loss, at, false)) all.push_back(to_numbers(d));
    return all;
  }

  std::vector<Numbers> second_gradients(const Graph& graph, Value scalar, const Values& by,
                                        const std::vector<Numbers>& along, const Feeds& feeds) override {
    const auto [loss, at] = forward(graph, scalar, by, feeds);
    const Tensors first = derivatives(loss, at, true);
    at::Tensor product = at::zeros({}, at::kDouble);
    for (size_t k = 0; k < first.size(); ++k) product = product + at::sum(first[k] * to_tensor(along[k]));
    std::vector<Numbers> all;
    for (const at::Tensor& d : derivatives(product, at, false)) all.push_back(to_numbers(d));
    return all;
  }

 private:
  struct Forward {
    at::Tensor loss;
    Tensors at;  // the tensors of `by`
  };

  static Forward forward(const Graph& graph, Value scalar, const Values& by, const Feeds& feeds) {
    Values roots = by;
    roots.push_back(scalar);
    const Interpreter run(graph, roots, float64);
    const auto is_asked_for = [&](Value v) {
      return std::any_of(by.begin(), by.end(), [&](Value b) { return run(b) == v; });
    };
    Tensors results = run.run(feeder(run, feeds), [&](Value v, at::Tensor& t) {
      if (t.is_floating_point() && !t.requires_grad() && is_asked_for(v)) t.requires_grad_(true);
    });
    const at::Tensor loss = results.back();
    results.pop_back();
    return {loss, std::move(results)};
  }

  static Tensors derivatives(const at::Tensor& loss, const Tensors& by, bool again) {
    if (!loss.requires_grad()) {
      Tensors zeros;
      for (const at::Tensor& t : by) zeros.push_back(at::zeros_like(t));
      return zeros;
    }
    Tensors all = torch::autograd::grad({loss}, by, {}, true, again, true);
    for (size_t k = 0; k < all.size(); ++k)
      if (!all[k].defined()) all[k] = at::zeros_like(by[k]);
    return all;
  }
};

TorchOracle the_oracle;
[[maybe_unused]] const bool registered = set_oracle(&the_oracle);

}  // namespace
}  // namespace plumb::aten
