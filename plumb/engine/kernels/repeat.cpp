// repeat: runs of elements of four bytes, copied one after the other.
#include "plumb/graph/repeat.h"

#include <algorithm>
#include <cstring>

#include "plumb/engine/internal/lane.h"

namespace plumb::engine {
namespace {

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  require(size_of(n.type()) == 4, "repeat: the cpu engine copies f32 and s32, not {}; cast first", text(n.type()));
  const auto& o = n.options.as<Repeat>();
  const auto times = static_cast<size_t>(o.times);
  size_t outer = 1, inner = 1;
  for (int axis = 0; axis < n.in[0].rank(); ++axis)
    (axis < o.axis ? outer : inner) *= static_cast<size_t>(n.in[0].dim(axis));
  const Buffer *x = lane.use(n.in[0]), *y = lane.place(n.self);
  lane.call("repeat " + text(n.in[0].shape()) + " to " + text(n.shape()), [=] {
    const float* from = x->floats();
    float* to = y->floats();
    for (size_t i = 0; i < outer; ++i, from += inner, to += times * inner) {
      if (inner == 1) {
        std::fill_n(to, times, *from);
        continue;
      }
      for (size_t k = 0; k < times; ++k) std::memcpy(to + k * inner, from, inner * sizeof(float));
    }
  });
}

[[maybe_unused]] const bool registered = add_kernel("repeat", {.prepare = prepare, .rows = each_row, .linear = true});

}  // namespace
}  // namespace plumb::engine
