// The sum of squares of all elements (the norm of a gradient, a penalty), without the squares in memory. Pieces of a
// fixed size are summed by all threads, then in their order, so the result does not depend on the threads.
#include <algorithm>

#include "plumb/engine/internal/lane.h"
#include "plumb/engine/kernels/loops.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

constexpr int64_t piece = 4096;  // elements

const Operator& op = define({
    .name = "sum_of_squares",
    .shape = [](const Node&) { return Shape{}; },
    .decompose = [](const Node& n) { return reduce(square(n.in[0]), {}); },
});

Value of_squares(Value v) {
  const Node& n = v.node();
  if (n.op->name != "reduce" || !n.options.as<Over>().axes.empty() || n.options.as<Over>().mean) return {};
  const Node& squares = n.in[0].node();
  if (squares.op->name != "multiply" || squares.in[0] != squares.in[1] || v.type() != Type::f32) return {};
  if (squares.in[0].node().op->name == "pack_rows") return {};  // squares_of_rows.cpp
  return apply(op, {squares.in[0]});
}

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const int64_t all = count(n.in[0].shape()), pieces = (all + piece - 1) / piece;
  const Buffer *x = lane.use(n.in[0]), *y = lane.place(n.self);
  const Buffer* sums = lane.scratch(static_cast<size_t>(pieces) * sizeof(float));
  lane.call_in_parts("sum_of_squares " + text(n.in[0].shape()), all, piece, [=](int64_t from, int64_t to, int) {
    for (int64_t at = from; at < to; at += piece)
      sums->floats()[at / piece] = sum_of_squares(x->floats() + at, static_cast<size_t>(std::min(piece, to - at)));
  });
  lane.call("sum of " + std::to_string(pieces) + " pieces",
            [=] { *y->floats() = sum(sums->floats(), static_cast<size_t>(pieces)); });
}

Rows rows(const Node&, const std::vector<Rows>&) { return Rows::sum; }

[[maybe_unused]] const bool rewrites = add_rewrite(of_squares);
[[maybe_unused]] const bool registered = add_kernel("sum_of_squares", {.prepare = prepare, .rows = rows});

}  // namespace
}  // namespace plumb::engine
