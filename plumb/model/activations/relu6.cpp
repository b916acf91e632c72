#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

struct Relu6 {
  static constexpr auto name = "relu6";
  static constexpr auto summary = "x between 0 and 6, else the nearer of both.";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return minimum(plumb::relu(x), x.graph().constant(6)); }
};

[[maybe_unused]] const bool registered = add_activation<Relu6>();

}  // namespace
}  // namespace plumb
