// softmax, log_softmax and the cross-entropy of logits with integer labels, over the last axis. The latter is one pass
// with its gradient. With shares of classes (categorical_crossentropy, smoothed labels) it is eight short calls, which
// take 1 to 2 us more: 0.2 % of a step of the mnist example, 0.8 % of one of digits (AMD, AVX-512), too little for a
// kernel of their own. Yes or no (binary_crossentropy) is a chain with its gradient.
#include "plumb/engine/kernels/softmax.h"

#include <optional>

#include "plumb/engine/internal/lane.h"
#include "plumb/engine/passes/passes.h"
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

// The loss, its derivative (the engine's own operator), or both in one pass.
void prepare_crossentropy(Lane& lane, const Group& group) {  // (logits, labels), or (logits, labels, dy)
  const Node& leader = lane.node(group.leader);
  const Value logits = leader.in[0];
  const Sizes s(logits);
  const Buffer *x = lane.use(logits), *labels = lane.use(leader.in[1]);
  const Buffer *loss = nullptr, *scale = nullptr, *dx = nullptr;
  bool one_scale = false;
  for (const int id : group.nodes) {
    const Node& n = lane.node(id);
    if (n.in.size() == 2) {
      loss = lane.place(n.self);
    } else {
      one_scale = id != group.leader && is_source(n.in[2].node());  // as absorb_gradient wants it
      scale = lane.use(one_scale ? uniform(n.in[2]) : n.in[2]);
      dx = lane.place(n.self, {logits});
    }
  }
  const char* also = loss && dx ? " and its gradient " : " ";
  lane.call(leader.op->name + also + text(logits.shape()), [=] {
    crossentropy_rows({.x = x->floats(),
                       .labels = labels->ints(),
                       .scale = scale ? scale->floats() : nullptr,
                       .scale_step = one_scale ? 0U : 1U,
                       .loss = loss ? loss->floats() : nullptr,
                       .dx = dx ? dx->floats() : nullptr},
                      s.rows, s.columns);
  });
}

std::vector<int> absorb_gradient(const Node& n, const Users& users) {
  for (const int id : users.of[static_cast<size_t>(n.in[0].id())]) {
    const Node& u = users.graph->node(id);
    if (u.op->name == "sparse_softmax_crossentropy_grad" && u.in[0] == n.in[0] && u.in[1] == n.in[1] &&
        (!is_source(u.in[2].node()) || uniform(u.in[2])))
      return {id};
  }
  return {};
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

/// x and labels of softmax(x) - one_hot(labels), or nothing.
std::optional<std::pair<Value, Value>> residual(const Node& difference) {
  if (difference.op->name != "subtract") return {};
  const Node &soft = difference.in[0].node(), &hot = difference.in[1].node();
  if (soft.op->name != "softmax" || hot.op->name != "one_hot") return {};
  return std::pair(soft.in[0], hot.in[0]);
}

// (softmax(x) - one_hot(labels)) * expand(dy), as the gradient's rule writes it; or times a number.
Value fused_gradient(Value v) {
  const Node& n = v.node();
  if (n.op->name == "affine" && n.options.as<Affine>().shift == 0) {
    const auto found = residual(n.in[0].node());
    if (!found) return {};
    const auto& [x, labels] = *found;
    return apply(grad_op, {x, labels, expand(x.graph().constant(n.options.as<Affine>().scale), labels, {})});
  }
  if (n.op->name != "multiply") return {};
  for (const size_t k : {0U, 1U}) {
    const auto found = residual(n.in[k].node());
    const Node& spread = n.in[1 - k].node();
    if (!found || spread.op->name != "expand") continue;
    const auto& [x, labels] = *found;
    if (spread.in[0].rank() + 1 != x.rank() || spread.options.as<Over>().axes != std::vector{x.rank() - 1}) continue;
    return apply(grad_op, {x, labels, spread.in[0]});
  }
  return {};
}

[[maybe_unused]] const bool rewrites = add_rewrite(fused_gradient);
[[maybe_unused]] const bool registered[] = {
    add_kernel("softmax", {.prepare = prepare<softmax_rows>, .rows = rows}),
    add_kernel("log_softmax", {.prepare = prepare<log_softmax_rows>, .rows = rows}),
    add_kernel("sparse_softmax_crossentropy",
               {.prepare = prepare_crossentropy, .absorb = absorb_gradient, .rows = rows}),
    add_kernel("sparse_softmax_crossentropy_grad", {.prepare = prepare_crossentropy, .rows = rows}),
};

}  // namespace
}  // namespace plumb::engine
