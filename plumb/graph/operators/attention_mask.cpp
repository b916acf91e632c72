#include <numeric>

#include "plumb/graph/operators/attention.h"
#include "plumb/graph/operators/rules.h"

/// attention_mask: which step sees which. A step of padding sees nothing and is not seen.
namespace plumb {
namespace {

Shape shape(const Node& n) {
  const Value scores = n.in[0];
  require(scores.rank() == 4 && scores.dim(2) == scores.dim(3),
          "attention_mask: needs scores [n, heads, time, time], not {}", scores.shape());
  if (n.options.as<AttentionMask>().lengths) {
    const Value lengths = n.in[1];
    require(lengths.type() == Type::s32, "attention_mask: lengths must be s32, not {}; cast them",
            text(lengths.type()));
    require(lengths.shape() == Shape{scores.dim(0)}, "attention_mask: lengths {} are not one a row of scores {}",
            lengths.shape(), scores.shape());
  }
  return scores.shape();
}

// The number of steps is fixed in a graph, the number of rows is not.
void onnx(const Node& n, OnnxForm& form) {
  const auto& options = n.options.as<AttentionMask>();
  const auto time = n.shape()[2];
  std::vector<float> sees;
  for (int64_t query = 0; query < time; ++query)
    for (int64_t key = 0; key < time; ++key) sees.push_back(options.sees(query, key) ? 1 : 0);
  std::string mask = form.floats({1, 1, time, time}, sees);
  if (options.lengths) {
    std::vector<int64_t> steps(static_cast<size_t>(time));
    std::iota(steps.begin(), steps.end(), 0);
    const std::string lengths = form.op("Unsqueeze", {onnx_cast(form, form.input(1), Type::s64), form.ints({1, 2, 3})});
    const std::string inside =
        onnx_cast(form, form.op("Less", {form.ints(steps), lengths}), n.type());  // [n, 1, 1, time]
    const std::string of_queries = form.op("Transpose", {inside}, {{"perm", std::vector<int64_t>{0, 1, 3, 2}}});
    mask = form.op("Mul", {form.op("Mul", {inside, of_queries}), mask});
  }
  form.result(form.op("Expand", {mask, form.op("Shape", {form.input(0)})}));
}

const Operator& op = define({
    .name = "attention_mask",  // (scores, lengths?)
    .shape = shape,
    .gradient = no_gradient,
    .onnx = onnx,
    .shape_only = 0,
});

}  // namespace

Value attention_mask(Value scores, Value lengths, bool causal, int64_t window) {
  return apply(op, lengths ? Values{scores, lengths} : Values{scores},
               AttentionMask{.causal = causal, .window = window, .lengths = static_cast<bool>(lengths)});
}

}  // namespace plumb
