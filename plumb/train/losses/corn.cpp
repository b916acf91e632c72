#include "plumb/train/losses/corn.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Loss>().add<Corn>();

Value Corn::per_row(const LossInputs& inputs) const {
  const Value z = logits_of(inputs.prediction, "ordinal_probabilities");
  require(static_cast<bool>(z),
          "corn needs a network that ends in `ordinal_probabilities`; write `target: {{name: ordinal}}`");
  require(inputs.target.type() == Type::s32, "corn learns ordered classes, not numbers");
  const int64_t classes = inputs.prediction.dim(1), questions = classes - 1;
  std::vector<float> reached(static_cast<size_t>(classes * questions)), above(reached.size());
  for (int64_t y = 0; y < classes; ++y)
    for (int64_t k = 0; k < questions; ++k) {
      reached[static_cast<size_t>(y * questions + k)] = k <= y ? 1 : 0;
      above[static_cast<size_t>(y * questions + k)] = k < y ? 1 : 0;
    }
  Graph& graph = z.graph();
  const std::string of = " of " + std::to_string(classes);
  const Value y = one_hot(inputs.target, inputs.prediction);
  const Value asked = matmul(y, graph.table("questions reached" + of, {classes, questions}, reached));
  const Value yes = matmul(y, graph.table("questions affirmed" + of, {classes, questions}, above));
  return reduce(softplus(z) * asked - yes * z, {.axes = {1}});
}

}  // namespace plumb
