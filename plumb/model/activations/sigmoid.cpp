#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

struct Sigmoid {
  static constexpr auto name = "sigmoid";
  static constexpr auto summary = "1 / (1 + exp(-x)).";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return plumb::sigmoid(x); }
};

[[maybe_unused]] const bool registered = add_activation<Sigmoid>(&plumb::sigmoid);

}  // namespace
}  // namespace plumb
