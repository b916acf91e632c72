// attention and attention_grad: see attention_simd.cpp for what they do.
#include "plumb/engine/kernels/attention.h"

#include <algorithm>

#include "plumb/engine/internal/lane.h"
#include "plumb/graph/operators/attention.h"

namespace plumb::engine {
namespace {

AttentionWork work_of(const Lane& lane, Value qkv, const Attention& options) {
  const auto rows = static_cast<size_t>(qkv.dim(0)), heads = static_cast<size_t>(options.heads);
  AttentionWork work{.rows = rows,
                     .time = static_cast<size_t>(qkv.dim(1)),
                     .heads = heads,
                     .size = static_cast<size_t>(qkv.dim(2)) / 3 / heads,
                     .causal = options.causal,
                     .window = static_cast<size_t>(options.window)};
  const int64_t row_elements = qkv.dim(1) * qkv.dim(2);
  work.first_row = row_elements > 0 ? static_cast<uint64_t>(lane.first_element(qkv) / row_elements) : 0;
  if (options.drop.rate > 0) {
    work.below = options.drop.below();
    work.factor = options.drop.factor();
    work.seed = options.drop.seed;
    work.stream = options.drop.stream;
  }
  return work;
}

struct Optional {
  const Buffer *lengths = nullptr, *step = nullptr;
  Optional(Lane& lane, const Node& n, size_t fixed) {
    const auto& options = n.options.as<Attention>();
    if (options.lengths) lengths = lane.use(n.in[fixed++]);
    if (options.drop.rate > 0) step = lane.use(n.in[fixed]);
  }
  const int32_t* lengths_now() const { return lengths ? lengths->ints() : nullptr; }
  uint32_t step_now() const { return step ? static_cast<uint32_t>(*step->ints()) : 0; }
};

/// Adds the call: units from, to, and the memory of the thread that computes them.
template <class Compute>
void add(Lane& lane, const char* name, const Node& n, const AttentionWork& work, bool backward,
         const Compute& compute) {
  const size_t bytes = attention_scratch(work, backward);  // whole cache lines
  const Buffer* scratch = lane.scratch(bytes * static_cast<size_t>(lane.threads()));
  const auto unit = static_cast<int64_t>(work.time * std::max(work.time, work.size));  // numbers computed
  lane.call_in_parts(fmt::format("{} {} of {} heads", name, text(n.in[0].shape()), work.heads),
                     static_cast<int64_t>(work.units()) * unit, std::max<int64_t>(unit, 1),
                     [=](int64_t from, int64_t to, int part) {
                       if (unit == 0) return;
                       compute(static_cast<size_t>(from / unit), static_cast<size_t>(to / unit),
                               reinterpret_cast<float*>(scratch->data + static_cast<size_t>(part) * bytes));
                     });
}

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const AttentionWork work = work_of(lane, n.in[0], n.options.as<Attention>());
  const Optional more(lane, n, 1);
  const Buffer *qkv = lane.use(n.in[0]), *y = lane.place(n.self);
  add(lane, "attention", n, work, false, [=](size_t from, size_t to, float* scratch) {
    attention_units(work, from, to, qkv->floats(), more.lengths_now(), more.step_now(), y->floats(), scratch);
  });
}

void prepare_grad(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const AttentionWork work = work_of(lane, n.in[0], n.options.as<Attention>());
  const Optional more(lane, n, 2);
  const Buffer *qkv = lane.use(n.in[0]), *dy = lane.use(n.in[1]), *dqkv = lane.place(n.self);
  add(lane, "attention_grad", n, work, true, [=](size_t from, size_t to, float* scratch) {
    attention_grad_units(work, from, to, qkv->floats(), dy->floats(), more.lengths_now(), more.step_now(),
                         dqkv->floats(), scratch);
  });
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("attention", {.prepare = prepare, .rows = each_row}),
    add_kernel("attention_grad", {.prepare = prepare_grad, .rows = each_row}),
};

}  // namespace
}  // namespace plumb::engine
