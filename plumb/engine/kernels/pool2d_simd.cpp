// Loops of max pooling over channels, which lie next to each other.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/pool2d_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>
#include <array>

#include "hwy/highway.h"
#include "plumb/engine/kernels/pool2d.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr size_t most_cells = 255;
struct Cells {
  std::array<size_t, most_cells> at;  // first element in the image
  std::array<uint8_t, most_cells> number;
  size_t count = 0;
};

HWY_INLINE void list_cells(const Pool& p, size_t r, size_t y, size_t x, Cells& cells) {
  cells.count = 0;
  p.for_cells(r, y, x, [&](size_t number, size_t at) {
    cells.at[cells.count] = at;
    cells.number[cells.count++] = static_cast<uint8_t>(number);
  });
}

template <class D>
HWY_INLINE void max_of_window(D d, const Cells& cells, const float* x, float* y, uint8_t* best_cells) {
  const hn::RebindToSigned<D> s;
  const hn::Rebind<uint8_t, D> bytes;
  auto best = hn::Set(d, -std::numeric_limits<float>::infinity());
  auto cell = hn::Set(s, 255);
  for (size_t k = 0; k < cells.count; ++k) {
    const auto v = hn::LoadU(d, x + cells.at[k]);
    const auto better = hn::Or(hn::Gt(v, best), hn::IsNaN(v));  // what is not a number wins
    best = hn::IfThenElse(better, v, best);
    cell = hn::IfThenElse(hn::RebindMask(s, better), hn::Set(s, cells.number[k]), cell);
  }
  hn::StoreU(best, d, y);
  if (best_cells) hn::StoreU(hn::DemoteTo(bytes, cell), bytes, best_cells);
}

void MaxPool(const Pool& p, const float* x, float* y, uint8_t* best_cells) {
  const hn::CappedTag<float, 16> d;
  const hn::CappedTag<float, 1> one;
  Cells cells;
  size_t out = 0;
  for (size_t r = 0; r < p.rows; ++r)
    for (size_t i = 0; i < p.out_height; ++i)
      for (size_t j = 0; j < p.out_width; ++j, out += p.channels) {
        list_cells(p, r, i, j, cells);
        size_t c = 0;
        const auto at = [&](size_t k) { return best_cells ? best_cells + out + k : nullptr; };
        for (; c + hn::Lanes(d) <= p.channels; c += hn::Lanes(d)) max_of_window(d, cells, x + c, y + out + c, at(c));
        for (; c < p.channels; ++c) max_of_window(one, cells, x + c, y + out + c, at(c));
      }
}

template <class D>
HWY_INLINE auto load_cells(D, const uint8_t* at) {
  const hn::RebindToSigned<D> s;
  const hn::Rebind<uint8_t, D> bytes;
  return hn::PromoteTo(s, hn::LoadU(bytes, at));
}

// A window writes all its cells where windows do not meet, and adds to them where they do.
template <class D>
HWY_INLINE void spread_window(D d, const Cells& cells, bool add, const uint8_t* best_cells, const float* dy,
                              float* dx) {
  const hn::RebindToSigned<D> s;
  const auto cell = load_cells(d, best_cells);
  const auto from = hn::LoadU(d, dy);
  for (size_t k = 0; k < cells.count; ++k) {
    const auto here = hn::RebindMask(d, hn::Eq(cell, hn::Set(s, cells.number[k])));
    auto value = hn::IfThenElseZero(here, from);
    if (add) value = hn::Add(value, hn::LoadU(d, dx + cells.at[k]));
    hn::StoreU(value, d, dx + cells.at[k]);
  }
}

void MaxPoolGrad(const Pool& p, const uint8_t* best_cells, const float* dy, float* dx) {
  const hn::CappedTag<float, 16> d;
  const hn::CappedTag<float, 1> one;
  if (!p.covers()) std::fill_n(dx, p.rows * p.height * p.width * p.channels, 0.0F);
  const bool add = p.overlaps();
  Cells cells;
  size_t out = 0;
  for (size_t r = 0; r < p.rows; ++r)
    for (size_t i = 0; i < p.out_height; ++i)
      for (size_t j = 0; j < p.out_width; ++j, out += p.channels) {
        list_cells(p, r, i, j, cells);
        size_t c = 0;
        for (; c + hn::Lanes(d) <= p.channels; c += hn::Lanes(d))
          spread_window(d, cells, add, best_cells + out + c, dy + out + c, dx + c);
        for (; c < p.channels; ++c) spread_window(one, cells, add, best_cells + out + c, dy + out + c, dx + c);
      }
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(MaxPool);
HWY_EXPORT(MaxPoolGrad);
void max_pool(const Pool& pool, const float* x, float* y, uint8_t* cells) {
  HWY_DYNAMIC_DISPATCH(MaxPool)(pool, x, y, cells);
}
void max_pool_grad(const Pool& pool, const uint8_t* cells, const float* dy, float* dx) {
  HWY_DYNAMIC_DISPATCH(MaxPoolGrad)(pool, cells, dy, dx);
}
}  // namespace plumb::engine
#endif
