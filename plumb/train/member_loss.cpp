#include "plumb/train/member_loss.h"

#include "plumb/graph/operators.h"

namespace plumb {
namespace {

/// Each row's truth once for each member, as rows: [rows, …] becomes [rows * members, …].
Value for_each_member(Value target, Value answers) {
  const bool classes = target.type() == Type::s32;
  const Value numbers = classes ? cast(target, Type::f32) : target;
  std::vector<int> others;  // of the answers, which the truth does not have: classes have no axis of units
  for (int axis = target.rank() + 1; axis < answers.rank(); ++axis) others.push_back(axis);
  const Value like = others.empty() ? answers : reduce(answers, {.axes = others});
  const Value copies = merge_dims(expand(numbers, like, {.axes = {1}}), 0, 2);
  return classes ? cast(copies, Type::s32) : copies;
}

}  // namespace

Value trained_loss(const Loss& loss, const LossInputs& inputs) {
  const Node& node = inputs.prediction.node();
  if (node.op->name != "mean_of_members") return loss.per_row(inputs);
  const Value answers = node.in[0];  // [rows, members, …]
  const Value rows =
      loss.per_row({.prediction = merge_dims(answers, 0, 2), .target = for_each_member(inputs.target, answers)});
  return reduce(split_dim(rows, 0, {-1, answers.dim(1)}), {.axes = {1}, .mean = true});
}

}  // namespace plumb
