#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

struct Gelu {
  static constexpr auto name = "gelu";
  static constexpr auto summary = "x times the probability that a standard normal number is below x.";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return plumb::gelu(x); }
};

[[maybe_unused]] const bool registered = add_activation<Gelu>(&plumb::gelu);

}  // namespace
}  // namespace plumb
