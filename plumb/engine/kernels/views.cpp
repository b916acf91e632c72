// merge_dims, split_dim, stop_gradient, unpack: the input's memory under another shape. pack: parts in one buffer.
#include <algorithm>
#include <cstring>

#include "plumb/engine/internal/lane.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

void prepare_view(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const bool part = n.op->name == "unpack";
  lane.alias(n.self, n.in[0], part ? static_cast<size_t>(n.options.as<Part>().offset) * sizeof(float) : 0);
}

Rows merge_rows(const Node& n, const std::vector<Rows>& in) {  // rows stay outermost
  const auto& o = n.options.as<MergeDims>();
  return o.first == 0 && o.count == 0 ? Rows::mixed : each_row(n, in);
}
Rows split_rows(const Node& n, const std::vector<Rows>& in) {
  const auto& o = n.options.as<SplitDim>();
  return o.axis == 0 && (o.into.empty() || o.into[0] != -1) ? Rows::mixed : each_row(n, in);
}

// Most parts were written where they belong; the others are copied. Gaps become zeros, as sums over the whole buffer
// (a norm, say) expect.
void prepare_pack(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  Buffer* whole = lane.place_pack(n.self);
  std::vector<std::pair<Buffer*, Buffer*>> copies;
  std::vector<std::pair<size_t, size_t>> gaps;
  size_t offset = 0;
  for (size_t k = 1; k < n.in.size(); ++k) {
    const Value v = n.in[k];
    const auto bytes = static_cast<size_t>(count(v.shape())) * sizeof(float);
    const auto end = static_cast<size_t>(on_cache_line(count(v.shape()))) * sizeof(float);
    Buffer* from = lane.use(v);
    if (!lane.is_part(v, whole, offset)) copies.push_back({from, lane.part(whole, offset, bytes)});
    if (bytes < end) gaps.push_back({offset + bytes, end - bytes});
    offset += end;
  }
  lane.finish_pack(n.self);
  lane.call("pack " + text(n.shape()), [whole, copies, gaps] {
    for (const auto& [from, to] : copies) std::memcpy(to->data, from->data, to->bytes);
    for (const auto& [at, size] : gaps) std::memset(whole->data + at, 0, size);
  });
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("merge_dims", {.prepare = prepare_view, .rows = merge_rows}),
    add_kernel("split_dim", {.prepare = prepare_view, .rows = split_rows}),
    add_kernel("stop_gradient", {.prepare = prepare_view, .rows = each_row}),
    add_kernel("unpack", {.prepare = prepare_view}),
    add_kernel("pack", {.prepare = prepare_pack, .linear = true}),
};

}  // namespace
}  // namespace plumb::engine
