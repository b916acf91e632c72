// attention and attention_grad: see attention_simd.cpp for what they do.
#include "plumb/engine/kernels/attention.h"

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
                     .causal = options.causal};
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

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const auto& options = n.options.as<Attention>();
  const AttentionWork work = work_of(lane, n.in[0], options);
  const Optional more(lane, n, 1);
  const Buffer *qkv = lane.use(n.in[0]), *y = lane.place(n.self),
               *scratch = lane.scratch(attention_scratch(work, false));
  lane.call(fmt::format("attention {} of {} heads", text(n.in[0].shape()), options.heads), [=] {
    attention_rows(work, qkv->floats(), more.lengths_now(), more.step_now(), y->floats(), scratch->floats());
  });
}

void prepare_grad(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const auto& options = n.options.as<Attention>();
  const AttentionWork work = work_of(lane, n.in[0], options);
  const Optional more(lane, n, 2);
  const Buffer *qkv = lane.use(n.in[0]), *dy = lane.use(n.in[1]), *dqkv = lane.place(n.self);
  const Buffer* scratch = lane.scratch(attention_scratch(work, true));
  lane.call(fmt::format("attention_grad {} of {} heads", text(n.in[0].shape()), options.heads), [=] {
    attention_grad_rows(work, qkv->floats(), dy->floats(), more.lengths_now(), more.step_now(), dqkv->floats(),
                        scratch->floats());
  });
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("attention", {.prepare = prepare, .rows = each_row}),
    add_kernel("attention_grad", {.prepare = prepare_grad, .rows = each_row}),
};

}  // namespace
}  // namespace plumb::engine
