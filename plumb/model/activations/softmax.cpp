#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

struct Softmax {
  static constexpr auto name = "softmax";
  static constexpr auto summary = "Positive numbers that sum to 1 along the last axis.";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return plumb::softmax(x); }
};

[[maybe_unused]] const bool registered = add_activation<Softmax>(&plumb::softmax);

}  // namespace
}  // namespace plumb
