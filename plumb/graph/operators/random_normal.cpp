#include "plumb/graph/operators/random_normal.h"

#include "plumb/graph/operators/rules.h"

/// random_normal: noise, like random_mask computed again wherever it is needed again.
namespace plumb {
namespace {

const Operator& op = define({
    .name = "random_normal",  // (like, step)
    .shape =
        [](const Node& n) {
          const Value step = n.in[1];
          require(step.rank() == 0 && step.type() == Type::s32, "random_normal: step must be one s32, not {} {}",
                  text(step.type()), step.shape());
          return n.in[0].shape();
        },
    .gradient = no_gradient,
    .source = true,
    .shape_only = 0,
});

}  // namespace

Value random_normal(Value like, Value step, RandomNormalNumbers numbers) { return apply(op, {like, step}, numbers); }

}  // namespace plumb
