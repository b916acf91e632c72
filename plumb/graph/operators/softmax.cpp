#include "plumb/graph/operators/rules.h"

/// softmax and its logarithm over the last axis. The largest logit is subtracted first, so that nothing overflows; it
/// cancels, and so has no derivative.
namespace plumb {
namespace {

const Over last{.axes = {-1}};

Shape shape(const Node& n) {
  require(n.in[0].rank() >= 1, "{}: needs at least one axis, got a scalar", n.op->name);
  return smooth_shape(n);
}

Value centred(Value x) { return x - expand(stop_gradient(reduce_max(x, last)), x, last); }

void onnx_last(const char* type, OnnxForm& form) {
  form.result(form.op(type, {form.input(0)}, {{"axis", int64_t{-1}}}));
}

const Operator& softmax_op = define({
    .name = "softmax",
    .shape = shape,
    .gradient =
        [](const Node& n, Value dy) {  // y (dy - sum of dy y)
          const Value y = n.self;
          return Values{y * (dy - expand(reduce(dy * y, last), y, last))};
        },
    .decompose =
        [](const Node& n) {
          const Value e = exp(centred(n.in[0]));
          return e / expand(reduce(e, last), e, last);
        },
    .onnx = [](const Node&, OnnxForm& form) { onnx_last("Softmax", form); },
});

const Operator& log_softmax_op = define({
    .name = "log_softmax",
    .shape = shape,
    .gradient =
        [](const Node& n, Value dy) {  // dy - softmax(x) sum of dy
          const Value y = n.self;
          return Values{dy - exp(y) * expand(reduce(dy, last), y, last)};
        },
    .decompose =
        [](const Node& n) {
          const Value z = centred(n.in[0]);
          return z - expand(log(reduce(exp(z), last)), z, last);
        },
    .onnx = [](const Node&, OnnxForm& form) { onnx_last("LogSoftmax", form); },
});

}  // namespace

Value softmax(Value logits) { return apply(softmax_op, {logits}); }
Value log_softmax(Value logits) { return apply(log_softmax_op, {logits}); }

}  // namespace plumb
