#include <array>

#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

struct Silu {
  static constexpr auto name = "silu";
  static constexpr auto summary = "x times sigmoid(x).";
  static constexpr std::array aliases{"swish"};
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return plumb::silu(x); }
};

[[maybe_unused]] const bool registered = add_activation<Silu>(&plumb::silu);

}  // namespace
}  // namespace plumb
