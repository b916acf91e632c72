#include "plumb/train/losses/margin.h"

#include "plumb/graph/operators.h"

namespace plumb {

Value labels_of(const LossInputs& inputs, std::string_view loss) {
  const Value p = inputs.prediction;
  Value y = inputs.target;
  if (y.type() != Type::f32) {
    require(p.rank() == 2 && p.dim(1) == 1,
            "{} of classes needs a network that ends in one unit, not in {}; end it in `dense: {{units: 1, activation: "
            "sigmoid}}`, or write `categorical_hinge` or `focal` for more classes",
            loss, p.dim(-1));
    y = split_dim(cast(y, Type::f32), 0, {-1, 1});
  }
  require(y.shape() == p.shape(), "{}: {} labels a row for {} units", loss, y.dim(-1), p.dim(-1));
  return y;
}

Value margin_of(const LossInputs& inputs, std::string_view loss) {
  const Value known = logits_of(inputs.prediction, "sigmoid");
  return affine(labels_of(inputs, loss), 2, -1) * (known ? known : inputs.prediction);
}

}  // namespace plumb
