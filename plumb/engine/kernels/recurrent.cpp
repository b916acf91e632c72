// simple_rnn, lstm and gru: their steps forward and backward. What the steps forward keep beside their result serves
// the gradient; where nothing was kept, the steps are run again.
#include "plumb/engine/kernels/recurrent.h"

#include <algorithm>
#include <memory>

#include "plumb/engine/internal/lane.h"
#include "plumb/graph/recurrent.h"

namespace plumb::engine {
namespace {

/// A run whose tensors get their places when the plan is finished.
struct PlannedRun {
  RecurrentCell cell;
  RecurrentRun run = {};
  Buffer *gates = nullptr, *weights = nullptr, *bias = nullptr, *lengths = nullptr, *y = nullptr, *kept = nullptr,
         *scratch = nullptr, *dy = nullptr, *dgates = nullptr;

  RecurrentRun placed() const {
    const auto floats = [](const Buffer* b) { return b ? b->floats() : nullptr; };
    RecurrentRun r = run;
    r.gates = floats(gates), r.weights = floats(weights), r.bias = floats(bias), r.y = floats(y);
    r.kept = floats(kept), r.scratch = floats(scratch), r.dy = floats(dy), r.dgates = floats(dgates);
    r.lengths = lengths ? lengths->ints() : nullptr;
    return r;
  }
};

size_t kept_bytes(const RecurrentCell& cell, Value y) {
  return cell.kept * static_cast<size_t>(count(y.shape())) * sizeof(float);
}

/// Inputs of the node: gates, recurrent weights, gru's bias, then `others`, then lengths if there are any.
PlannedRun planned(Lane& lane, const Node& n, const RecurrentCell& cell, bool backward, size_t others) {
  const auto& o = n.options.as<Recurrence>();
  const Value gates = n.in[0], weights = n.in[1];
  const auto units = static_cast<size_t>(weights.dim(0));
  PlannedRun p{.cell = cell};
  p.run = {.rows = static_cast<size_t>(gates.dim(0)),
           .steps = static_cast<size_t>(gates.dim(1)),
           .units = units,
           .reverse = o.reverse,
           .relu = o.relu};
  p.weights = lane.shared_form(weights, backward ? "steps backward" : "steps forward",
                               cell.packed_floats(units) * sizeof(float), [&](Lane& at, Buffer* from, Buffer* to) {
                                 at.call(backward ? "pack for steps backward" : "pack for steps forward",
                                         [=] { cell.pack(backward, from->floats(), units, to->floats()); });
                               });
  const size_t bias = cell.gates == 3 ? 1 : 0;
  if (bias) p.bias = lane.use(n.in[2]);
  const size_t lengths = 2 + bias + others;
  if (n.in.size() > lengths) p.lengths = lane.use(n.in[lengths]);
  p.scratch = lane.scratch(cell.scratch_floats(p.run.rows, units) * sizeof(float));
  return p;
}

void add_forward(Lane& lane, const Node& n, PlannedRun p) {
  p.gates = lane.use(n.in[0]);
  const std::string what = n.op->name + " " + text(n.in[0].shape());
  if (lane.threads() < 2 || !SharedSteps::worth(p.run)) {
    lane.call(what, [p] { run_forward(p.cell, p.placed()); });
    return;
  }
  const int64_t half = std::max<int64_t>(multiply_adds(n), 8192);  // enough to be cut in two
  lane.call_in_parts(what, 2 * half, half,
                     [p, half, shared = std::make_shared<SharedSteps>()](int64_t from, int64_t to, int) {
                       const RecurrentRun run = p.placed();
                       if (to - from > half) return run_forward(p.cell, run);
                       from == 0 ? shared->lead(p.cell, run) : shared->follow(p.cell, run);
                     });
}

template <RecurrentCell (*cell)()>
void prepare_forward(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  PlannedRun p = planned(lane, n, cell(), false, 0);
  p.y = lane.place(n.self);
  const auto reads = [&](const std::string& op) { return lane.has_reader(group.leader, op); };
  if (reads(n.op->name + "_grad") || reads("step_product") || reads("gru_steps_reset"))
    p.kept = lane.keep(n.self, kept_bytes(p.cell, n.self));
  add_forward(lane, n, p);
}

/// What the steps forward kept beside y, run again if they are not in this plan.
Buffer* kept_beside(Lane& lane, const Node& n, const RecurrentCell& cell, Value y, size_t others) {
  if (Buffer* kept = lane.kept(y)) return kept;
  PlannedRun p = planned(lane, n, cell, false, others);
  p.y = lane.scratch(static_cast<size_t>(count(y.shape())) * sizeof(float));
  p.kept = lane.scratch(kept_bytes(cell, y));
  add_forward(lane, n, p);
  return p.kept;
}

template <RecurrentCell (*cell)()>
void prepare_backward(Lane& lane, const Group& group) {  // (gates, recurrent[, bias], y, dy[, lengths])
  const Node& n = lane.node(group.leader);
  const size_t y = cell().gates == 3 ? 3 : 2;
  Buffer* kept = kept_beside(lane, n, cell(), n.in[y], 2);
  PlannedRun p = planned(lane, n, cell(), true, 2);
  p.kept = kept;
  p.y = lane.use(n.in[y]);
  p.dy = lane.use(n.in[y + 1]);
  p.dgates = lane.place(n.self);
  lane.call(n.op->name + " " + text(n.shape()), [p] { p.cell.backward(p.placed()); });
}

void prepare_reset(Lane& lane, const Group& group) {  // (gates, recurrent, bias, y, d[, lengths])
  const Node& n = lane.node(group.leader);
  const auto units = static_cast<size_t>(n.shape()[2]), time = static_cast<size_t>(n.shape()[1]);
  const size_t steps = static_cast<size_t>(n.shape()[0]) * time;
  const Buffer *kept = kept_beside(lane, n, gru_cell(), n.in[3], 2), *d = lane.use(n.in[4]), *y = lane.place(n.self);
  const Buffer* lengths = n.in.size() > 5 ? lane.use(n.in[5]) : nullptr;
  lane.call(n.op->name + " " + text(n.shape()), [=] {
    for (size_t step = 0; step < steps; ++step) {
      const float* reset = kept->floats() + (steps + 4 * step + 1) * units;
      const float* dg = d->floats() + (3 * step + 2) * units;
      float* to = y->floats() + step * units;
      if (lengths && static_cast<int64_t>(step % time) >= lengths->ints()[step / time]) {
        std::fill_n(to, units, 0.0F);  // nothing was kept there
        continue;
      }
      for (size_t unit = 0; unit < units; ++unit) to[unit] = reset[unit] * dg[unit];
    }
  });
}

/// Rows by rows: weights and gru's bias are the same for all.
Rows rows(const Node& n, const std::vector<Rows>& in) {
  const size_t shared = n.op->name.starts_with("gru") ? 3 : 2;
  for (size_t k = 0; k < in.size(); ++k)
    if (in[k] != (k > 0 && k < shared ? Rows::none : Rows::each)) return Rows::mixed;
  return Rows::each;
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("simple_rnn_steps", {.prepare = prepare_forward<simple_rnn_cell>, .rows = rows}),
    add_kernel("simple_rnn_steps_grad", {.prepare = prepare_backward<simple_rnn_cell>, .rows = rows}),
    add_kernel("lstm_steps", {.prepare = prepare_forward<lstm_cell>, .rows = rows}),
    add_kernel("lstm_steps_grad", {.prepare = prepare_backward<lstm_cell>, .rows = rows}),
    add_kernel("gru_steps", {.prepare = prepare_forward<gru_cell>, .rows = rows}),
    add_kernel("gru_steps_grad", {.prepare = prepare_backward<gru_cell>, .rows = rows}),
    add_kernel("gru_steps_reset", {.prepare = prepare_reset, .rows = rows}),
};

}  // namespace
}  // namespace plumb::engine
