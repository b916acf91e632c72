// permute, concatenate, slice and its gradient: elements of four bytes moved, in runs as long as they come.
#include <algorithm>
#include <cstring>

#include "plumb/engine/internal/lane.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

/// A tensor as a matrix of `outer` rows of `inner` elements, cut before an axis.
struct Cut {
  size_t outer = 1, inner = 1;
  Cut(const Shape& shape, int axis) {
    for (size_t i = 0; i < shape.size(); ++i)
      (i < static_cast<size_t>(axis) ? outer : inner) *= static_cast<size_t>(shape[i]);
  }
};

void require_four_bytes(const Node& n) {
  require(size_of(n.type()) == 4, "{}: the cpu engine moves f32 and s32, not {}; cast first", n.op->name,
          text(n.type()));
}

struct Permutation {
  std::vector<size_t> sizes, strides;  // of the result's dimensions; strides in the input
  Permutation(const Shape& x, const std::vector<int>& order) {
    std::vector<size_t> in(x.size(), 1);
    for (size_t i = x.size(); i-- > 1;) in[i - 1] = in[i] * static_cast<size_t>(x[i]);
    for (const int axis : order) {
      const auto size = static_cast<size_t>(x[static_cast<size_t>(axis)]);
      const size_t stride = in[static_cast<size_t>(axis)];
      if (size == 1) continue;
      if (!sizes.empty() && strides.back() == stride * size) {  // neighbours stay neighbours
        sizes.back() *= size;
        strides.back() = stride;
      } else {
        sizes.push_back(size);
        strides.push_back(stride);
      }
    }
    if (sizes.empty()) sizes = {1}, strides = {1};
  }
  void run(const float* x, float* y) const {
    const size_t inner = sizes.back(), step = strides.back();
    std::vector<size_t> at(sizes.size(), 0);
    size_t from = 0;
    while (true) {
      if (step == 1)
        std::memcpy(y, x + from, inner * sizeof(float));
      else
        for (size_t i = 0; i < inner; ++i) y[i] = x[from + i * step];
      y += inner;
      size_t k = sizes.size() - 1;
      while (k > 0) {
        --k;
        from += strides[k];
        if (++at[k] < sizes[k]) break;
        from -= strides[k] * sizes[k];
        at[k] = 0;
        if (k == 0) return;
      }
      if (sizes.size() == 1) return;
    }
  }
};

void prepare_permute(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  require_four_bytes(n);
  const Permutation p(n.in[0].shape(), n.options.as<Permute>().order);
  const Buffer *x = lane.use(n.in[0]), *y = lane.place(n.self);
  lane.call("permute " + text(n.in[0].shape()), [=] { p.run(x->floats(), y->floats()); });
}

void prepare_concatenate(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  require_four_bytes(n);
  const int axis = n.options.as<Along>().axis;
  const Cut whole(n.shape(), axis);
  const Buffer* y = lane.place(n.self);
  std::vector<std::pair<const Buffer*, size_t>> parts;
  for (const Value v : n.in) parts.push_back({lane.use(v), Cut(v.shape(), axis).inner});
  lane.call("concatenate " + text(n.shape()), [=] {
    size_t offset = 0;
    for (const auto& [from, inner] : parts) {
      for (size_t r = 0; r < whole.outer; ++r)
        std::memcpy(y->floats() + r * whole.inner + offset, from->floats() + r * inner, inner * sizeof(float));
      offset += inner;
    }
  });
}

void prepare_slice(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  require_four_bytes(n);
  const auto& range = n.options.as<Range>();
  const Cut whole(n.in[0].shape(), range.axis), part(n.shape(), range.axis);
  const size_t offset = Cut(n.shape(), range.axis + 1).inner * static_cast<size_t>(range.begin);
  const Buffer *x = lane.use(n.in[0]), *y = lane.place(n.self);
  lane.call("slice " + text(n.shape()), [=] {
    for (size_t r = 0; r < whole.outer; ++r)
      std::memcpy(y->floats() + r * part.inner, x->floats() + r * whole.inner + offset, part.inner * sizeof(float));
  });
}

void prepare_slice_grad(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  require_four_bytes(n);
  const auto& range = n.options.as<Range>();
  const Cut whole(n.shape(), range.axis), part(n.in[0].shape(), range.axis);
  const size_t offset = Cut(n.shape(), range.axis + 1).inner * static_cast<size_t>(range.begin);
  const Buffer *dy = lane.use(n.in[0]), *dx = lane.place(n.self);
  lane.call("slice_grad " + text(n.shape()), [=] {
    for (size_t r = 0; r < whole.outer; ++r) {
      float* to = dx->floats() + r * whole.inner;
      std::fill_n(to, offset, 0.0F);
      std::memcpy(to + offset, dy->floats() + r * part.inner, part.inner * sizeof(float));
      std::fill_n(to + offset + part.inner, whole.inner - offset - part.inner, 0.0F);
    }
  });
}

Rows permute_rows(const Node& n, const std::vector<Rows>& in) {
  return n.options.as<Permute>().order[0] == 0 ? each_row(n, in) : Rows::mixed;
}
Rows concatenate_rows(const Node& n, const std::vector<Rows>& in) {
  const bool all = std::all_of(in.begin(), in.end(), [](Rows r) { return r == Rows::each; });
  return all && n.options.as<Along>().axis != 0 ? Rows::each : Rows::mixed;
}
Rows slice_rows(const Node& n, const std::vector<Rows>& in) {
  return n.options.as<Range>().axis != 0 ? each_row(n, in) : Rows::mixed;
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("permute", {.prepare = prepare_permute, .rows = permute_rows, .linear = true}),
    add_kernel("concatenate", {.prepare = prepare_concatenate, .rows = concatenate_rows}),
    add_kernel("slice", {.prepare = prepare_slice, .rows = slice_rows}),
    add_kernel("slice_grad", {.prepare = prepare_slice_grad, .rows = slice_rows}),
};

}  // namespace
}  // namespace plumb::engine
