#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

struct Tanh {
  static constexpr auto name = "tanh";
  static constexpr auto summary = "Hyperbolic tangent.";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return plumb::tanh(x); }
};

[[maybe_unused]] const bool registered = add_activation<Tanh>(&plumb::tanh);

}  // namespace
}  // namespace plumb
