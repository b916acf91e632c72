// softmax, log_softmax and the cross-entropy of logits with integer labels, over the last axis.
#include "plumb/engine/kernels/softmax.h"

#include "plumb/engine/internal/lane.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

struct Sizes {
  size_t rows, columns;
  explicit Sizes(Value x) : columns(static_cast<size_t>(x.dim(-1))) {
    rows = columns == 0 ? 0 : static_cast<size_t>(count(x.shape())) / columns;
  }
};

Rows rows(const Node& n, const std::vector<Rows>& in) { return n.in[0].rank() < 2 ? Rows::mixed : each_row(n, in); }

template <void (*f)(const float*, float*, size_t, size_t)>
void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Sizes s(n.self);
  const Buffer *x = lane.use(n.in[0]), *y = lane.place(n.self, {n.in[0]});
  lane.call(n.op->name + " " + text(n.shape()), [=] { f(x->floats(), y->floats(), s.rows, s.columns); });
}

void prepare_crossentropy(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Sizes s(n.in[0]);
  const Buffer *x = lane.use(n.in[0]), *labels = lane.use(n.in[1]), *y = lane.place(n.self);
  lane.call(n.op->name + " " + text(n.in[0].shape()),
            [=] { crossentropy_rows(x->floats(), labels->ints(), y->floats(), s.rows, s.columns); });
}

// The engine's own operator: the gradient of the cross-entropy in one pass.
void prepare_grad(Lane& lane, const Group& group) {  // (logits, labels, dy)
  const Node& n = lane.node(group.leader);
  const Sizes s(n.self);
  const Buffer *x = lane.use(n.in[0]), *labels = lane.use(n.in[1]), *scale = lane.use(n.in[2]);
  const Buffer* dx = lane.place(n.self, {n.in[0]});
  lane.call(n.op->name + " " + text(n.shape()), [=] {
    crossentropy_grad_rows(x->floats(), labels->ints(), scale->floats(), dx->floats(), s.rows, s.columns);
  });
}

const Operator& grad_op = define({
    .name = "sparse_softmax_crossentropy_grad",
    .shape =
        [](const Node& n) {
          const Value x = n.in[0], labels = n.in[1], dy = n.in[2];
          Shape rows = x.shape();
          if (!rows.empty()) rows.pop_back();
          require(x.rank() > 0 && labels.shape() == rows && dy.shape() == rows,
                  "sparse_softmax_crossentropy_grad: logits {}, labels {} and derivatives {} do not fit", x.shape(),
                  labels.shape(), dy.shape());
          return x.shape();
        },
    .decompose =
        [](const Node& n) {
          const Value x = n.in[0];
          return (softmax(x) - one_hot(n.in[1], x)) * expand(n.in[2], x, {.axes = {-1}});
        },
});

// (softmax(x) - one_hot(labels)) * expand(dy), as the gradient's rule writes it.
Value fused_gradient(Value v) {
  const Node& n = v.node();
  if (n.op->name != "multiply") return {};
  for (const size_t k : {0U, 1U}) {
    const Node &difference = n.in[k].node(), &spread = n.in[1 - k].node();
    if (difference.op->name != "subtract" || spread.op->name != "expand") continue;
    const Node &soft = difference.in[0].node(), &hot = difference.in[1].node();
    if (soft.op->name != "softmax" || hot.op->name != "one_hot") continue;
    const Value x = soft.in[0];
    if (spread.in[0].rank() + 1 != x.rank() || spread.options.as<Over>().axes != std::vector{x.rank() - 1}) continue;
    return apply(grad_op, {x, hot.in[0], spread.in[0]});
  }
  return {};
}

[[maybe_unused]] const bool rewrites = add_rewrite(fused_gradient);
[[maybe_unused]] const bool registered[] = {
    add_kernel("softmax", {.prepare = prepare<softmax_rows>, .rows = rows}),
    add_kernel("log_softmax", {.prepare = prepare<log_softmax_rows>, .rows = rows}),
    add_kernel("sparse_softmax_crossentropy", {.prepare = prepare_crossentropy, .rows = rows}),
    add_kernel("sparse_softmax_crossentropy_grad", {.prepare = prepare_grad, .rows = rows}),
};

}  // namespace
}  // namespace plumb::engine
