// max_pool2d and its gradients. The forward pass keeps beside its result, in a byte each, which cells won.
#include "plumb/engine/internal/lane.h"
#include "plumb/engine/kernels/pool2d.h"

namespace plumb::engine {

Pool::Pool(const Shape& image, const Shape& pooled, const Window& o) : window(o) {
  const auto at = [](const Shape& s, size_t i) { return static_cast<size_t>(s[i]); };
  rows = at(image, 0), height = at(image, 1), width = at(image, 2), channels = at(image, 3);
  out_height = at(pooled, 1), out_width = at(pooled, 2);
}

bool Pool::covers() const {
  const auto along = [&](size_t axis, size_t size, size_t outs) {
    return window.stride[axis] == window.size[axis] && window.pads[axis] == 0 &&
           static_cast<int64_t>(outs) * window.stride[axis] >= static_cast<int64_t>(size);
  };
  return along(0, height, out_height) && along(1, width, out_width);
}

void max_pool_pick(const Pool& p, const uint8_t* cells, const float* z, float* y) {
  size_t out = 0;
  for (size_t r = 0; r < p.rows; ++r)
    for (size_t i = 0; i < p.out_height; ++i)
      for (size_t j = 0; j < p.out_width; ++j, out += p.channels)
        p.for_cells(r, i, j, [&](size_t number, size_t at) {
          for (size_t c = 0; c < p.channels; ++c)
            if (cells[out + c] == number) y[out + c] = z[at + c];
        });
}

namespace {

Pool pool_of(const Node& n, Value x, Value y) {
  const Pool pool(x.shape(), y.shape(), n.options.as<Window>());
  require(pool.cells() < 255, "{}: the cpu engine takes windows of up to 254 cells, not {} by {}", n.op->name,
          pool.window.size[0], pool.window.size[1]);
  return pool;
}

void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Pool pool = pool_of(n, n.in[0], n.self);
  const int id = n.self.id();
  const bool remember = lane.has_reader(id, "max_pool2d_grad") || lane.has_reader(id, "max_pool2d_pick");
  const Buffer *x = lane.use(n.in[0]), *y = lane.place(n.self);
  const Buffer* cells = remember ? lane.keep(n.self, pool.results()) : nullptr;
  lane.call("max_pool2d " + text(n.in[0].shape()), [=] {
    max_pool(pool, x->floats(), y->floats(), cells ? reinterpret_cast<uint8_t*>(cells->data) : nullptr);
  });
}

/// The winning cells of y = max_pool2d(x): those kept, or found again.
Buffer* cells_of(Lane& lane, const Node& n, const Pool& pool) {
  if (Buffer* kept = lane.kept(n.in[1])) return kept;
  const Buffer *x = lane.use(n.in[0]), *y = lane.scratch(pool.results() * sizeof(float));
  Buffer* cells = lane.scratch(pool.results());
  lane.call("max_pool2d again",
            [=] { max_pool(pool, x->floats(), y->floats(), reinterpret_cast<uint8_t*>(cells->data)); });
  return cells;
}

template <void (*f)(const Pool&, const uint8_t*, const float*, float*)>
void prepare_backward(Lane& lane, const Group& group) {  // (x, y, dy or z)
  const Node& n = lane.node(group.leader);
  const Pool pool = pool_of(n, n.in[0], n.in[1]);
  const Buffer *cells = cells_of(lane, n, pool), *from = lane.use(n.in[2]), *to = lane.place(n.self);
  lane.call(n.op->name + " " + text(n.in[0].shape()),
            [=] { f(pool, reinterpret_cast<const uint8_t*>(cells->data), from->floats(), to->floats()); });
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("max_pool2d", {.prepare = prepare, .rows = each_row}),
    add_kernel("max_pool2d_grad", {.prepare = prepare_backward<max_pool_grad>, .rows = each_row}),
    add_kernel("max_pool2d_pick", {.prepare = prepare_backward<max_pool_pick>, .rows = each_row}),
};

// max_pool2d_grad(x, y, dy) * positive(x) = max_pool2d_grad(x, y, dy * positive(y)): where the gradient is not 0, x is
// the maximum y. The product is then over y, the smaller by the window.
Value mask_before_spreading(Value v) {
  const Node& n = v.node();
  if (n.op->name != "multiply") return {};
  for (const size_t k : {0U, 1U}) {
    const Node &pool = n.in[k].node(), &mask = n.in[1 - k].node();
    if (pool.op->name != "max_pool2d_grad" || mask.op->name != "positive" || mask.in[0] != pool.in[0]) continue;
    return max_pool2d_grad(pool.in[0], pool.in[1], pool.in[2] * positive(pool.in[1]), pool.options.as<Window>());
  }
  return {};
}

[[maybe_unused]] const bool rewrites = add_rewrite(mask_before_spreading);

}  // namespace
}  // namespace plumb::engine
