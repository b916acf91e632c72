#include "plumb/train/loss.h"

#include "plumb/graph/operators.h"

namespace plumb {

Value logits_of(Value prediction, std::string_view activation) {
  const Node& node = prediction.node();
  return node.op->name == activation ? node.in[0] : Value();
}

namespace {

/// Whether these numbers are known to be probabilities, be they shaped anew or averaged since.
bool are_probabilities(Value x) {
  const Node& node = x.node();
  const std::string_view op = node.op->name;
  if (op == "split_dim" || op == "merge_dims" || op == "mean_of_members") return are_probabilities(node.in[0]);
  return op == "softmax" || op == "sigmoid" || op == "ordinal_probabilities";
}

}  // namespace

Value logits_of(Value prediction, std::string_view activation, bool from_logits) {
  const Value known = logits_of(prediction, activation);
  return !known && from_logits && !are_probabilities(prediction) ? prediction : known;
}

Value mean_of_row(Value x) {
  std::vector<int> axes;
  for (int axis = 1; axis < x.rank(); ++axis) axes.push_back(axis);
  return axes.empty() ? x : reduce(x, {.axes = axes, .mean = true});
}

Value clip_probability(Value p) {
  Graph& graph = p.graph();
  return minimum(maximum(p, graph.constant(1e-7)), graph.constant(1 - 1e-7));
}

void require_numbers(const LossInputs& inputs, std::string_view loss) {
  require(inputs.target.type() == Type::f32,
          "{} compares numbers, and the target is a class; write `loss: auto`, or a crossentropy", loss);
  require(inputs.target.shape() == inputs.prediction.shape(), "{}: {} numbers a row for {} units", loss,
          inputs.target.dim(-1), inputs.prediction.dim(-1));
}

}  // namespace plumb
