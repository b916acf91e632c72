#include "plumb/model/layers/reparametrised.h"

#include <numeric>
#include <utility>

namespace plumb {
namespace {

/// Puts the scope's hook back, also where an Error leaves.
class Hooked {
 public:
  Hooked(Scope& scope, decltype(Scope::reparametrise) hook)
      : scope_(scope), outer_(std::exchange(scope.reparametrise, std::move(hook))) {}
  ~Hooked() { scope_.reparametrise = std::move(outer_); }
  Hooked(const Hooked&) = delete;
  Hooked& operator=(const Hooked&) = delete;

 private:
  Scope& scope_;
  decltype(Scope::reparametrise) outer_;
};

}  // namespace

Value build_reparametrised(
    Scope& scope, const std::optional<Layer>& layer, Value x,
    const std::function<Value(const std::string& name, Value kernel, const Initial& initial)>& of) {
  require(layer.has_value(), "needs a layer: `layer: {{dense: 64}}`");
  int kernels = 0;
  const auto outer = scope.reparametrise;
  const Hooked hooked(scope, [&](const std::string& name, Value kernel, const Initial& initial) {
    ++kernels;
    const Value made = of(name, kernel, initial);
    return outer ? outer(name, made, initial) : made;
  });
  const Value y = layer->build(scope, x);
  require(kernels > 0, "{} has no kernel to normalise; put a layer that has one in it (dense, conv2d, lstm, …)",
          layer->name());
  return y;
}

std::vector<int> inner_axes(Value kernel) {
  std::vector<int> axes(static_cast<size_t>(kernel.rank() - 1));
  std::iota(axes.begin(), axes.end(), 0);
  return axes;
}

}  // namespace plumb
