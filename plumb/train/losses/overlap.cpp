#include "plumb/train/losses/overlap.h"

#include "plumb/graph/operators.h"
#include "plumb/train/losses/margin.h"

namespace plumb {

Value overlap_loss(const LossInputs& inputs, double alpha, double beta, double smooth, std::string_view loss) {
  const Value p = inputs.prediction;
  const bool codes = inputs.target.type() == Type::s32 && p.rank() == 2 && p.dim(1) > 1;
  const Value y = codes ? one_hot(inputs.target, p) : labels_of(inputs, loss);
  std::vector<int> axes;
  for (int axis = 1; axis < p.rank(); ++axis) axes.push_back(axis);
  const auto sum = [&](Value x) { return reduce(x, {.axes = axes}); };
  const Value both = sum(y * p);
  const Value false_positives = sum(p) - both, false_negatives = sum(y) - both;
  return 1 - (both + smooth) / (both + false_positives * alpha + false_negatives * beta + smooth);
}

}  // namespace plumb
