#include "plumb/graph/operators/rules.h"

/// random_mask: the factors of dropout, a pure function of its options, the step and the element's number; so it may be
/// computed again where it is needed again, by any number of threads.
namespace plumb {
namespace {

const Operator& op = define({
    .name = "random_mask",  // (like, step)
    .shape =
        [](const Node& n) {
          const double rate = n.options.as<RandomMask>().rate;
          const Value step = n.in[1];
          require(rate >= 0 && rate < 1, "random_mask: rate must be at least 0 and below 1, got {}", rate);
          require(step.rank() == 0 && step.type() == Type::s32, "random_mask: step must be one s32, not {} {}",
                  text(step.type()), step.shape());
          return n.in[0].shape();
        },
    .gradient = no_gradient,
    .source = true,
    .shape_only = 0,
});

}  // namespace

Value random_mask(Value like, Value step, RandomMask mask) { return apply(op, {like, step}, mask); }

}  // namespace plumb
