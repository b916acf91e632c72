#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

/// Keras's and PyTorch's hardtanh.
struct HardTanh {
  static constexpr auto name = "hard_tanh";
  static constexpr auto summary = "x between -1 and 1, else the nearer of both: a tanh of straight lines.";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return maximum(minimum(x, x.graph().constant(1)), x.graph().constant(-1)); }
};

[[maybe_unused]] const bool registered = add_activation<HardTanh>();

}  // namespace
}  // namespace plumb
