#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

struct Softplus {
  static constexpr auto name = "softplus";
  static constexpr auto summary = "log(1 + exp(x)), a smooth relu.";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return plumb::softplus(x); }
};

[[maybe_unused]] const bool registered = add_activation<Softplus>(&plumb::softplus);

}  // namespace
}  // namespace plumb
