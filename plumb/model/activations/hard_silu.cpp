#include <array>

#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

/// hardswish of MobileNetV3 (Howard et al., 2019).
struct HardSilu {
  static constexpr auto name = "hard_silu";
  static constexpr auto summary = "x times its hard sigmoid: a silu without exponentials.";
  static constexpr std::array aliases{"hard_swish"};
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return x * (minimum(plumb::relu(x + 3), x.graph().constant(6)) / 6); }
};

[[maybe_unused]] const bool registered = add_activation<HardSilu>();

}  // namespace
}  // namespace plumb
