// step_product: the gradient by recurrent weights as one product, of the states that the steps forward kept.
#include <cstring>

#include "plumb/engine/kernels/onednn.h"
#include "plumb/graph/recurrent.h"

namespace plumb::engine {
namespace {

using dnnl::memory;

/// The states before each step: kept beside y by whoever made it, else y moved by a step.
Buffer* states_before(Lane& lane, Value y, bool reverse) {
  if (Buffer* kept = lane.kept(y)) return kept;
  const Buffer* from = lane.use(y);
  const auto rows = static_cast<size_t>(y.dim(0)), units = static_cast<size_t>(y.dim(2)),
             row = static_cast<size_t>(y.dim(1)) * units;
  Buffer* to = lane.scratch(rows * row * sizeof(float));
  lane.call("states before each step", [=] {
    for (size_t r = 0; r < rows; ++r) {
      const float* x = from->floats() + r * row + (reverse ? units : 0);
      float* before = to->floats() + r * row;
      std::memcpy(before + (reverse ? 0 : units), x, (row - units) * sizeof(float));
      std::memset(before + (reverse ? row - units : 0), 0, units * sizeof(float));
    }
  });
  return to;
}

void prepare(Lane& lane, const Group& group) {  // (y, d)
  const Node& n = lane.node(group.leader);
  const Value y = n.in[0], d = n.in[1];
  const auto& o = n.options.as<StepProduct>();
  const int64_t steps = y.dim(0) * y.dim(1), units = y.dim(2), columns = o.end - o.begin;
  const auto type = memory::data_type::f32;
  const memory::desc a({units, steps}, type, memory::dims{1, units}),
      b({steps, columns}, type, memory::dims{d.dim(2), 1}), c({units, columns}, type, memory::dims{columns, 1});
  const dnnl::matmul::primitive_desc pd(onednn_engine(), a, b, c, attributes());
  Buffer* from = lane.use(d);
  const size_t offset = static_cast<size_t>(o.begin) * sizeof(float);
  add_primitive(lane, dnnl::matmul(pd), pd.scratchpad_desc(),
                {{DNNL_ARG_SRC, states_before(lane, y, o.reverse), a},
                 {DNNL_ARG_WEIGHTS, offset > 0 ? lane.part(from, offset, from->bytes - offset) : from, b},
                 {DNNL_ARG_DST, lane.place(n.self), c}},
                fmt::format("step_product {} by {} ({})", text(y.shape()), text(d.shape()), pd.impl_info_str()));
}

Rows rows(const Node&, const std::vector<Rows>& in) {
  return in[0] == Rows::each && in[1] == Rows::each ? Rows::sum : Rows::mixed;
}

[[maybe_unused]] const bool registered = add_kernel("step_product", {.prepare = prepare, .rows = rows});

}  // namespace
}  // namespace plumb::engine
