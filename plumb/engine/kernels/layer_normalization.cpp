// layer_normalization, and its derivatives by x, gamma and beta in one call.
#include "plumb/engine/kernels/layer_normalization.h"

#include "plumb/engine/internal/lane.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

struct Sizes {
  size_t rows, columns;
  float epsilon;
  explicit Sizes(const Node& n)
      : rows(0),
        columns(static_cast<size_t>(n.in[0].dim(-1))),
        epsilon(static_cast<float>(n.options.as<Number>().value)) {
    if (columns > 0) rows = static_cast<size_t>(count(n.in[0].shape())) / columns;
  }
};

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Sizes s(n);
  const Buffer *x = lane.use(n.in[0]), *gamma = lane.use(n.in[1]), *beta = lane.use(n.in[2]);
  const Buffer* y = lane.place(n.self, {n.in[0]});
  lane.call(n.op->name + " " + text(n.shape()), [=] {
    layer_normalization_rows(x->floats(), gamma->floats(), beta->floats(), y->floats(), s.rows, s.columns, s.epsilon);
  });
}

// The leader is the derivative by x, or that by gamma where nobody wants the former.
void prepare_grad(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Sizes s(n);
  const bool by_x = n.op->name == "layer_normalization_grad_input";
  const Value dy_value = n.in[by_x ? 2 : 1];
  const Buffer *x = lane.use(n.in[0]), *dy = lane.use(dy_value), *gamma = by_x ? lane.use(n.in[1]) : nullptr;
  const Buffer *dx = nullptr, *dgamma = nullptr, *dbeta = nullptr;
  std::string also;
  for (const int id : group.nodes) {
    const Node& wanted = lane.node(id);
    if (wanted.op->name == "layer_normalization_grad_input")
      dx = lane.place(wanted.self, {dy_value, n.in[0]});
    else if (wanted.op->name == "reduce")
      dbeta = lane.place(wanted.self), also += " and shift";
    else
      dgamma = lane.place(wanted.self), also += id == group.leader ? "" : " and scale";
  }
  const Buffer* partial = lane.scratch(2 * s.columns * sizeof(float));
  lane.call(n.op->name + also + " " + text(n.in[0].shape()), [=] {
    const auto at = [](const Buffer* b) { return b ? b->floats() : nullptr; };
    layer_normalization_grad_rows(x->floats(), at(gamma), dy->floats(),
                                  {.dx = at(dx), .dgamma = at(dgamma), .dbeta = at(dbeta), .partial = at(partial)},
                                  s.rows, s.columns, s.epsilon);
  });
}

// What else is asked of the same x and dy.
std::vector<int> absorb(const Node& n, const Users& users) {
  const bool by_x = n.op->name == "layer_normalization_grad_input";
  const Value x = n.in[0], dy = n.in[by_x ? 2 : 1];
  std::vector<int> more;
  for (const int id : users.of[static_cast<size_t>(dy.id())]) {
    const Node& u = users.graph->node(id);
    const bool scale = by_x && u.op->name == "layer_normalization_grad_scale" && u.in[0] == x && u.in[1] == dy &&
                       u.options.text() == n.options.text();
    const bool shift = u.op->name == "reduce" && static_cast<int>(u.options.as<Over>().axes.size()) == x.rank() - 1 &&
                       u.options.as<Over>().axes.back() == x.rank() - 2;
    if (scale || shift) more.push_back(id);
  }
  return more;
}

Rows sum_rows(const Node&, const std::vector<Rows>& in) {
  return in[0] == Rows::each && in[1] == Rows::each ? Rows::sum : Rows::mixed;
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("layer_normalization", {.prepare = prepare, .rows = each_row}),
    add_kernel("layer_normalization_grad_input", {.prepare = prepare_grad, .absorb = absorb, .rows = each_row}),
    add_kernel("layer_normalization_grad_scale", {.prepare = prepare_grad, .absorb = absorb, .rows = sum_rows}),
};

}  // namespace
}  // namespace plumb::engine
