// Loops of Winograd's convolutions: a block of tiles is transformed, multiplied and transformed back while it is in the
// cache.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/winograd_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>

#include "hwy/highway.h"
#include "plumb/engine/kernels/small_products_inl.h"
#include "plumb/engine/kernels/winograd_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// m [tiles, out] = v [tiles, in] u [in, out], for each of the 16 matrices of a block.
HWY_INLINE void multiply(size_t tiles, const float* v, size_t v_step, size_t in, const float* u, size_t out, float* m,
                         size_t m_step) {
  for (size_t i = 0; i < 16; ++i, v += v_step, u += in * out, m += m_step)
    small_product({.a = v, .a_row = in, .a_column = 1, .b = u, .b_row = out, .c = m, .c_row = out}, (tiles + 3) / 4 * 4,
                  out, in, false);
}

void WinogradFilters(const WinogradConvolution& c, const float* w, float* u) {
  const D d;
  const size_t matrix = c.channels * c.filters;
  for (size_t k = 0; k < matrix; k += hn::Lanes(d))
    transform_filters([&](size_t cell) { return hn::LoadU(d, w + cell * matrix + k); }, u + k, matrix);
}

void WinogradTransposedFilters(const WinogradConvolution& c, const float* w, float* u) {
  const D d;
  const hn::RebindToSigned<D> integers;
  const size_t matrix = c.channels * c.filters;
  const auto rows = hn::Mul(hn::Iota(integers, 0), hn::Set(integers, static_cast<int32_t>(c.filters)));
  for (size_t filter = 0; filter < c.filters; ++filter)
    for (size_t channel = 0; channel < c.channels; channel += hn::Lanes(d)) {
      const float* from = w + channel * c.filters + filter;
      transform_filters([&](size_t cell) { return hn::GatherIndex(d, from + cell * matrix, rows); },
                        u + filter * c.channels + channel, matrix);
    }
}

void WinogradConv2d(const WinogradConvolution& c, const float* x, const float* u, const WinogradEpilogue& e, float* y,
                    size_t begin, size_t end, float* scratch) {
  const WinogradBlock b(c, scratch);
  std::fill_n(b.outside, b.outside_floats, 0.0F);
  for (; begin < end; begin += b.tiles) {
    const size_t tiles = std::min(b.tiles, end - begin);
    transform_inputs(c, x, begin, begin + tiles, b.outside, b.of_channels, b.channel_step);
    multiply(tiles, b.of_channels, b.channel_step, c.channels, u, c.filters, b.of_filters, b.filter_step);
    transform_outputs(c, b.of_filters, b.filter_step, begin, begin + tiles, e, y);
  }
}

void WinogradGradInput(const WinogradConvolution& c, const float* dy, const float* u, float* dx, float* scratch) {
  const WinogradBlock b(c, scratch);
  std::fill_n(dx, c.rows * c.height * c.width * c.channels, 0.0F);
  for (size_t begin = 0; begin < c.tiles(); begin += b.tiles) {
    const size_t tiles = std::min(b.tiles, c.tiles() - begin);
    std::fill_n(b.outside, b.outside_floats, 0.0F);  // what fell outside before lies there
    transform_derivatives(c, dy, begin, begin + tiles, b.outside, b.of_filters, b.filter_step, nullptr);
    multiply(tiles, b.of_filters, b.filter_step, c.filters, u, c.channels, b.of_channels, b.channel_step);
    add_derivatives(c, b.of_channels, b.channel_step, begin, begin + tiles, dx, b.outside);
  }
}

void WinogradGradWeights(const WinogradConvolution& c, const float* x, const float* dy, float* dw, float* db,
                         float* scratch) {
  const WinogradBlock b(c, scratch);
  const size_t matrix = c.channels * c.filters;
  float* sums = scratch + c.block_floats();
  std::fill_n(b.outside, b.outside_floats, 0.0F);
  if (db) std::fill_n(db, c.filters, 0.0F);
  for (size_t begin = 0; begin < c.tiles(); begin += b.tiles) {
    const size_t tiles = std::min(b.tiles, c.tiles() - begin);
    transform_inputs(c, x, begin, begin + tiles, b.outside, b.of_channels, b.channel_step);
    transform_derivatives(c, dy, begin, begin + tiles, b.outside, b.of_filters, b.filter_step, db);
    for (size_t i = 0; i < 16; ++i)
      small_product({.a = b.of_channels + i * b.channel_step,
                     .a_row = 1,
                     .a_column = c.channels,
                     .b = b.of_filters + i * b.filter_step,
                     .b_row = c.filters,
                     .c = sums + i * matrix,
                     .c_row = c.filters},
                    c.channels, c.filters, tiles, begin > 0);
  }
  transform_sums(sums, matrix, dw);
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(WinogradFilters);
HWY_EXPORT(WinogradTransposedFilters);
HWY_EXPORT(WinogradConv2d);
HWY_EXPORT(WinogradGradInput);
HWY_EXPORT(WinogradGradWeights);

void winograd_conv2d(const WinogradConvolution& c, const float* x, const float* u, const WinogradEpilogue& epilogue,
                     float* y, size_t begin, size_t end, float* scratch) {
  HWY_DYNAMIC_DISPATCH(WinogradConv2d)(c, x, u, epilogue, y, begin, end, scratch);
}
void winograd_grad_input(const WinogradConvolution& c, const float* dy, const float* u, float* dx, float* scratch) {
  HWY_DYNAMIC_DISPATCH(WinogradGradInput)(c, dy, u, dx, scratch);
}
void winograd_grad_weights(const WinogradConvolution& c, const float* x, const float* dy, float* dw, float* db,
                           float* scratch) {
  HWY_DYNAMIC_DISPATCH(WinogradGradWeights)(c, x, dy, dw, db, scratch);
}

void winograd_filters(const WinogradConvolution& c, const float* w, float* u) {
  HWY_DYNAMIC_DISPATCH(WinogradFilters)(c, w, u);
}
void winograd_transposed_filters(const WinogradConvolution& c, const float* w, float* u) {
  HWY_DYNAMIC_DISPATCH(WinogradTransposedFilters)(c, w, u);
}

WinogradConvolution::WinogradConvolution(const Shape& x, const Shape& y, const Window& window)
    : rows(static_cast<size_t>(x[0])),
      height(static_cast<size_t>(x[1])),
      width(static_cast<size_t>(x[2])),
      channels(static_cast<size_t>(x[3])),
      out_height(static_cast<size_t>(y[1])),
      out_width(static_cast<size_t>(y[2])),
      filters(static_cast<size_t>(y[3])),
      pad_top(window.pads[0]),
      pad_left(window.pads[1]) {}

bool WinogradConvolution::fits(const Shape& x, const Shape& w, const Shape& y, const Window& window) {
  constexpr int64_t most = 256;        // channels or filters: transformed filters leave the cache
  constexpr size_t fewest_tiles = 32;  // that make up for the transformation of the filters
  const bool blocks = w[2] % 16 == 0 && w[3] % 16 == 0 && w[2] <= most && w[3] <= most;
  const bool three = w[0] == 3 && w[1] == 3 && window.stride == std::array<int64_t, 2>{1, 1};
  return blocks && three && x[3] == w[2] && WinogradConvolution(x, y, window).tiles() >= fewest_tiles;
}

WinogradBlock::WinogradBlock(const WinogradConvolution& c, float* scratch) {
  constexpr size_t cache_floats = 48 << 10, fewest = 16, most = 128;
  const size_t of_cache = cache_floats / (16 * (c.channels + c.filters)) / 8 * 8;
  tiles = std::min(std::clamp(of_cache, fewest, most), (c.tiles() + 7) / 8 * 8);
  // A vector more than their size apart, or the matrices would meet in the same few places of the cache.
  channel_step = tiles * c.channels + 16, filter_step = tiles * c.filters + 16;
  outside_floats = std::max(c.channels, c.filters);
  if (!scratch) return;
  of_channels = scratch, of_filters = of_channels + 16 * channel_step, outside = of_filters + 16 * filter_step;
}

size_t WinogradConvolution::block_floats() const {
  const WinogradBlock block(*this);
  return 16 * (block.channel_step + block.filter_step) + block.outside_floats;
}
}  // namespace plumb::engine
#endif
