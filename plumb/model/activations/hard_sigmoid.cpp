#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

/// Keras's and PyTorch's (Howard et al., 2019).
struct HardSigmoid {
  static constexpr auto name = "hard_sigmoid";
  static constexpr auto summary = "x / 6 + 1 / 2 between 0 and 1: a sigmoid of straight lines.";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return minimum(plumb::relu(x + 3), x.graph().constant(6)) / 6; }
};

[[maybe_unused]] const bool registered = add_activation<HardSigmoid>();

}  // namespace
}  // namespace plumb
