// attention_mask: only where attention itself runs in primitives.
#include <algorithm>

#include "plumb/engine/internal/lane.h"
#include "plumb/graph/operators/attention.h"

namespace plumb::engine {
namespace {

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const auto& options = n.options.as<AttentionMask>();
  const int64_t rows = n.shape()[0], heads = n.shape()[1], time = n.shape()[2];
  const Buffer *lengths = options.lengths ? lane.use(n.in[1]) : nullptr, *y = lane.place(n.self);
  lane.call("attention_mask " + text(n.shape()), [=, mask = options] {
    float* to = y->floats();
    for (int64_t row = 0; row < rows; ++row) {
      const int64_t length = lengths ? std::clamp<int64_t>(lengths->ints()[row], 0, time) : time;
      for (int64_t query = 0; query < heads * time; ++query, to += time) {
        const int64_t at = query % time;
        for (int64_t key = 0; key < time; ++key)
          to[key] = at < length && key < length && mask.sees(at, key) ? 1.0F : 0.0F;
      }
    }
  });
}

[[maybe_unused]] const bool registered = add_kernel("attention_mask", {.prepare = prepare, .rows = each_row});

}  // namespace
}  // namespace plumb::engine
