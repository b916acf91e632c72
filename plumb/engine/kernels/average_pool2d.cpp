// average_pool2d and its gradient, over channels that lie next to each other.
#include <algorithm>

#include "plumb/engine/internal/lane.h"
#include "plumb/engine/kernels/pool2d.h"

namespace plumb::engine {
namespace {

/// 1 / the number of cells that count in a window.
float share(const Pool& p, size_t r, size_t y, size_t x) {
  size_t cells = p.cells();
  if (!p.window.count_padding) {
    cells = 0;
    p.for_cells(r, y, x, [&](size_t, size_t) { ++cells; });
  }
  return cells == 0 ? 0 : 1 / static_cast<float>(cells);
}

template <class F>
void for_windows(const Pool& p, const F& f) {
  size_t out = 0;
  for (size_t r = 0; r < p.rows; ++r)
    for (size_t i = 0; i < p.out_height; ++i)
      for (size_t j = 0; j < p.out_width; ++j, out += p.channels) f(r, i, j, out);
}

void average(const Pool& p, const float* x, float* y) {
  for_windows(p, [&](size_t r, size_t i, size_t j, size_t out) {
    std::fill_n(y + out, p.channels, 0.0F);
    p.for_cells(r, i, j, [&](size_t, size_t at) {
      for (size_t c = 0; c < p.channels; ++c) y[out + c] += x[at + c];
    });
    const float scale = share(p, r, i, j);
    for (size_t c = 0; c < p.channels; ++c) y[out + c] *= scale;
  });
}

void spread(const Pool& p, const float* dy, float* dx) {
  std::fill_n(dx, p.rows * p.height * p.width * p.channels, 0.0F);
  for_windows(p, [&](size_t r, size_t i, size_t j, size_t out) {
    const float scale = share(p, r, i, j);
    p.for_cells(r, i, j, [&](size_t, size_t at) {
      for (size_t c = 0; c < p.channels; ++c) dx[at + c] += scale * dy[out + c];
    });
  });
}

template <void (*f)(const Pool&, const float*, float*), bool forward>
void prepare(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Value image = forward ? n.in[0] : n.self, pooled = forward ? n.self : n.in[0];
  const Pool pool(image.shape(), pooled.shape(), n.options.as<Window>());
  const Buffer *from = lane.use(n.in[0]), *to = lane.place(n.self);
  lane.call(n.op->name + " " + text(image.shape()), [=] { f(pool, from->floats(), to->floats()); });
}

[[maybe_unused]] const bool registered[] = {
    add_kernel("average_pool2d", {.prepare = prepare<average, true>, .rows = each_row}),
    add_kernel("average_pool2d_grad", {.prepare = prepare<spread, false>, .rows = each_row}),
};

}  // namespace
}  // namespace plumb::engine
