// An activation.
#include "plumb/graph/operators.h"
#include "plumb/model/activation.h"

namespace plumb {
namespace {

struct TrialSoftsign {
  static constexpr auto name = "trial_softsign";
  static constexpr auto summary = "x / (1 + |x|).";
  static void describe(auto&, auto&) {}
  Value build(Value x) const { return x / (abs(x) + 1); }
};

[[maybe_unused]] const bool registered = add_activation<TrialSoftsign>();

}  // namespace
}  // namespace plumb
