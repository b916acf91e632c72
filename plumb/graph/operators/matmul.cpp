#include <numeric>

#include "plumb/graph/operators/rules.h"

/// matmul: op(a) op(b), where op transposes the last two axes on request; equal leading axes are a stack of products.
/// Closed under differentiation.
namespace plumb {
namespace {

const MatmulOptions& options(const Node& n) { return n.options.as<MatmulOptions>(); }

Shape stack(Value v) { return Shape(v.shape().begin(), v.shape().end() - 2); }

Shape shape(const Node& n) {
  const Value a = n.in[0], b = n.in[1];
  const auto [ta, tb] = options(n);
  require(a.rank() >= 2 && b.rank() >= 2, "matmul: needs matrices, not {} and {}", a.shape(), b.shape());
  require(stack(a) == stack(b), "matmul: {} by {}: the axes before the last two must be equal", a.shape(), b.shape());
  const int64_t inner_a = a.dim(ta ? -2 : -1), inner_b = b.dim(tb ? -1 : -2);
  require(inner_a == inner_b, "matmul: inner dimensions {} and {} differ: {}{} by {}{}", inner_a, inner_b, a.shape(),
          ta ? " transposed" : "", b.shape(), tb ? " transposed" : "");
  require(a.type() == b.type(), "matmul: types {} and {} differ; cast one of them", text(a.type()), text(b.type()));
  Shape y = stack(a);
  y.push_back(a.dim(ta ? -1 : -2));
  y.push_back(b.dim(tb ? -2 : -1));
  return y;
}

Values gradient(const Node& n, Value dy) {
  const Value a = n.in[0], b = n.in[1];
  const auto [ta, tb] = options(n);
  return {ta ? matmul(b, dy, {tb, true}) : matmul(dy, b, {false, !tb}),
          tb ? matmul(dy, a, {true, ta}) : matmul(a, dy, {!ta, false})};
}

std::string transposed(OnnxForm& form, const std::string& x, int rank) {
  std::vector<int64_t> order(static_cast<size_t>(rank));
  std::iota(order.begin(), order.end(), 0);
  std::swap(order[order.size() - 1], order[order.size() - 2]);
  return form.op("Transpose", {x}, {{"perm", order}});
}

void onnx(const Node& n, OnnxForm& form) {
  const auto [ta, tb] = options(n);
  const int rank = n.in[0].rank();
  std::string a = form.input(0), b = form.input(1);
  if ((ta || tb) && rank == 2) {
    form.result(form.op("Gemm", {a, b}, {{"transA", int64_t{ta}}, {"transB", int64_t{tb}}}));
    return;
  }
  if (ta) a = transposed(form, a, rank);
  if (tb) b = transposed(form, b, rank);
  form.result(form.op("MatMul", {a, b}));
}

const Operator& op = define({
    .name = "matmul",
    .shape = shape,
    .gradient = gradient,
    .onnx = onnx,
    .multiply_adds = [](const Node& n) { return count(n.shape()) * n.in[0].dim(options(n).transpose_a ? -2 : -1); },
});

}  // namespace

Value matmul(Value a, Value b, MatmulOptions o) { return apply(op, {a, b}, o); }

}  // namespace plumb
