#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

struct Exponential {
  static constexpr auto name = "exponential";
  static constexpr auto summary = "exp(x): above 0, for rates and counts.";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return exp(x); }
};

[[maybe_unused]] const bool registered = add_activation<Exponential>();

}  // namespace
}  // namespace plumb
