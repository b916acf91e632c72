#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

struct Relu {
  static constexpr auto name = "relu";
  static constexpr auto summary = "max(x, 0).";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return plumb::relu(x); }
};

[[maybe_unused]] const bool registered = add_activation<Relu>(&plumb::relu);

}  // namespace
}  // namespace plumb
