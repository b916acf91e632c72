// Loops of Winograd's convolutions: a block of tiles is transformed, multiplied and transformed back while it is in the
// cache.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/winograd_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>

#include "hwy/highway.h"
#include "plumb/engine/kernels/small_products_inl.h"
#include "plumb/engine/kernels/winograd.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<float, 16>;
using V = hn::Vec<D>;

/// Where the 16 matrices of a block begin: a vector more than their size apart, or they would meet in the same few
/// places of the cache.
HWY_INLINE size_t apart(size_t tiles, size_t columns) { return tiles * columns + 16; }

/// The cells of a tile: those outside the image are zeros, which lie elsewhere.
template <size_t side, class Float = const float>
struct Cells {
  Float* at[side][side];
  Cells(Float* image, int64_t height, int64_t width, int64_t channels, int64_t top, int64_t left, Float* zeros) {
    constexpr int64_t n = side;
    Float* first = image + (top * width + left) * channels;
    const bool whole = top >= 0 && top + n <= height && left >= 0 && left + n <= width;
    for (int64_t i = 0; i < n; ++i)
      for (int64_t j = 0; j < n; ++j) {
        const bool inside = whole || (top + i >= 0 && top + i < height && left + j >= 0 && left + j < width);
        at[i][j] = inside ? first + (i * width + j) * channels : zeros;
      }
  }
};

/// Calls f(number in the block, row, tile down, tile across).
template <class F>
HWY_INLINE void each_tile(const WinogradConvolution& c, size_t begin, size_t end, const F& f) {
  const size_t wide = c.tiles_wide(), in_image = c.tiles_high() * wide;
  size_t row = begin / in_image, down = begin % in_image / wide, across = begin % wide;
  for (size_t t = 0; t < end - begin; ++t) {
    f(t, row, static_cast<int64_t>(down), static_cast<int64_t>(across));
    if (++across < wide) continue;
    across = 0;
    if (++down < c.tiles_high()) continue;
    down = 0;
    ++row;
  }
}

// v = B' x B
HWY_INLINE void transform_inputs(const WinogradConvolution& c, const float* x, size_t begin, size_t end,
                                 const float* zeros, float* v, size_t step) {
  const D d;
  const size_t lanes = hn::Lanes(d), image = c.height * c.width * c.channels;
  each_tile(c, begin, end, [&](size_t t, size_t row, int64_t down, int64_t across) {
    const Cells<4> cells(x + row * image, static_cast<int64_t>(c.height), static_cast<int64_t>(c.width),
                         static_cast<int64_t>(c.channels), 2 * down - c.pad_top, 2 * across - c.pad_left, zeros);
    for (size_t k = 0; k < c.channels; k += lanes) {
      V m[4][4];
#pragma GCC unroll 4
      for (size_t j = 0; j < 4; ++j) {
        const V x0 = hn::LoadU(d, cells.at[0][j] + k), x1 = hn::LoadU(d, cells.at[1][j] + k),
                x2 = hn::LoadU(d, cells.at[2][j] + k), x3 = hn::LoadU(d, cells.at[3][j] + k);
        m[0][j] = hn::Sub(x0, x2), m[1][j] = hn::Add(x1, x2), m[2][j] = hn::Sub(x2, x1), m[3][j] = hn::Sub(x1, x3);
      }
      float* to = v + t * c.channels + k;
#pragma GCC unroll 4
      for (size_t i = 0; i < 4; ++i, to += 4 * step) {
        hn::StoreU(hn::Sub(m[i][0], m[i][2]), d, to);
        hn::StoreU(hn::Add(m[i][1], m[i][2]), d, to + step);
        hn::StoreU(hn::Sub(m[i][2], m[i][1]), d, to + 2 * step);
        hn::StoreU(hn::Sub(m[i][1], m[i][3]), d, to + 3 * step);
      }
    }
  });
}

// y = A' m A, and what follows
HWY_INLINE void transform_outputs(const WinogradConvolution& c, const float* m, size_t step, size_t begin, size_t end,
                                  const WinogradEpilogue& e, float* y) {
  const D d;
  const size_t lanes = hn::Lanes(d), image = c.out_height * c.out_width * c.filters;
  each_tile(c, begin, end, [&](size_t t, size_t row, int64_t down, int64_t across) {
    const size_t top = 2 * static_cast<size_t>(down), left = 2 * static_cast<size_t>(across);
    const size_t high = std::min<size_t>(2, c.out_height - top), wide = std::min<size_t>(2, c.out_width - left);
    const size_t place = row * image + (top * c.out_width + left) * c.filters;
    for (size_t k = 0; k < c.filters; k += lanes) {
      V s[2][4];
      const float* from = m + t * c.filters + k;
#pragma GCC unroll 4
      for (size_t j = 0; j < 4; ++j, from += step) {
        const V m0 = hn::LoadU(d, from), m1 = hn::LoadU(d, from + 4 * step), m2 = hn::LoadU(d, from + 8 * step),
                m3 = hn::LoadU(d, from + 12 * step);
        s[0][j] = hn::Add(hn::Add(m0, m1), m2), s[1][j] = hn::Sub(hn::Sub(m1, m2), m3);
      }
      for (size_t i = 0; i < high; ++i) {
        const V both[2] = {hn::Add(hn::Add(s[i][0], s[i][1]), s[i][2]), hn::Sub(hn::Sub(s[i][1], s[i][2]), s[i][3])};
        for (size_t j = 0; j < wide; ++j) {
          const size_t at = place + (i * c.out_width + j) * c.filters + k;
          V result = both[j];
          if (e.bias) result = hn::Add(result, hn::LoadU(d, e.bias + k));
          if (e.factor) result = hn::Mul(result, hn::LoadU(d, e.factor + k));
          if (e.shift) result = hn::Add(result, hn::LoadU(d, e.shift + k));
          if (e.added) result = hn::Add(result, hn::LoadU(d, e.added + at));
          if (e.relu) result = hn::IfThenZeroElse(hn::Lt(result, hn::Zero(d)), result);
          hn::StoreU(result, d, y + at);
        }
      }
    }
  });
}

// z = A dy A', and the sum of dy unless db is null: the second of the second is the sum of a tile.
HWY_INLINE void transform_derivatives(const WinogradConvolution& c, const float* dy, size_t begin, size_t end,
                                      const float* zeros, float* z, size_t step, float* db) {
  const D d;
  const size_t lanes = hn::Lanes(d), image = c.out_height * c.out_width * c.filters;
  each_tile(c, begin, end, [&](size_t t, size_t row, int64_t down, int64_t across) {
    const Cells<2> cells(dy + row * image, static_cast<int64_t>(c.out_height), static_cast<int64_t>(c.out_width),
                         static_cast<int64_t>(c.filters), 2 * down, 2 * across, zeros);
    for (size_t k = 0; k < c.filters; k += lanes) {
      V m[4][2];
#pragma GCC unroll 2
      for (size_t j = 0; j < 2; ++j) {
        const V y0 = hn::LoadU(d, cells.at[0][j] + k), y1 = hn::LoadU(d, cells.at[1][j] + k);
        m[0][j] = y0, m[1][j] = hn::Add(y0, y1), m[2][j] = hn::Sub(y0, y1), m[3][j] = hn::Neg(y1);
      }
      if (db) hn::StoreU(hn::Add(hn::LoadU(d, db + k), hn::Add(m[1][0], m[1][1])), d, db + k);
      float* to = z + t * c.filters + k;
#pragma GCC unroll 4
      for (size_t i = 0; i < 4; ++i, to += 4 * step) {
        hn::StoreU(m[i][0], d, to);
        hn::StoreU(hn::Add(m[i][0], m[i][1]), d, to + step);
        hn::StoreU(hn::Sub(m[i][0], m[i][1]), d, to + 2 * step);
        hn::StoreU(hn::Neg(m[i][1]), d, to + 3 * step);
      }
    }
  });
}

// u = G w G' for a vector of filters; load(cell of the window).
template <class Load>
HWY_INLINE void transform_filters(const Load& load, float* u, size_t matrix) {
  const D d;
  const V half = hn::Set(d, 0.5F);
  V t[4][3];
#pragma GCC unroll 3
  for (size_t j = 0; j < 3; ++j) {
    const V w1 = load(3 + j), ends = hn::Add(t[0][j] = load(j), t[3][j] = load(6 + j));
    t[1][j] = hn::Mul(half, hn::Add(ends, w1)), t[2][j] = hn::Mul(half, hn::Sub(ends, w1));
  }
#pragma GCC unroll 4
  for (size_t i = 0; i < 4; ++i, u += 4 * matrix) {
    const V ends = hn::Add(t[i][0], t[i][2]);
    hn::StoreU(t[i][0], d, u);
    hn::StoreU(hn::Mul(half, hn::Add(ends, t[i][1])), d, u + matrix);
    hn::StoreU(hn::Mul(half, hn::Sub(ends, t[i][1])), d, u + 2 * matrix);
    hn::StoreU(t[i][2], d, u + 3 * matrix);
  }
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

// dx += B m B', tile by tile: neighbours overlap by two cells.
HWY_INLINE void add_derivatives(const WinogradConvolution& c, const float* m, size_t step, size_t begin, size_t end,
                                float* dx, float* outside) {
  const D d;
  const size_t lanes = hn::Lanes(d), image = c.height * c.width * c.channels;
  each_tile(c, begin, end, [&](size_t t, size_t row, int64_t down, int64_t across) {
    const Cells<4, float> cells(dx + row * image, static_cast<int64_t>(c.height), static_cast<int64_t>(c.width),
                                static_cast<int64_t>(c.channels), 2 * down - c.pad_top, 2 * across - c.pad_left,
                                outside);
    for (size_t k = 0; k < c.channels; k += lanes) {
      V s[4][4];
      const float* from = m + t * c.channels + k;
#pragma GCC unroll 4
      for (size_t j = 0; j < 4; ++j, from += step) {
        const V m0 = hn::LoadU(d, from), m1 = hn::LoadU(d, from + 4 * step), m2 = hn::LoadU(d, from + 8 * step),
                m3 = hn::LoadU(d, from + 12 * step);
        s[0][j] = m0, s[1][j] = hn::Add(hn::Sub(m1, m2), m3), s[2][j] = hn::Sub(hn::Add(m1, m2), m0), s[3][j] = m3;
      }
#pragma GCC unroll 4
      for (size_t i = 0; i < 4; ++i) {
        const V a = hn::Add(hn::Sub(s[i][1], s[i][2]), s[i][3]), b = hn::Sub(hn::Add(s[i][1], s[i][2]), s[i][0]);
        float* const* at = cells.at[i];
        const V line[4] = {s[i][0], a, b, hn::Neg(s[i][3])};
#pragma GCC unroll 4
        for (size_t j = 0; j < 4; ++j) {
          const V before = hn::LoadU(d, at[j] + k);
          hn::StoreU(i == 3 ? hn::Sub(before, line[j]) : hn::Add(before, line[j]), d, at[j] + k);
        }
      }
    }
  });
}

void WinogradGradInput(const WinogradConvolution& c, const float* dy, const float* u, float* dx, float* scratch) {
  const size_t together = c.tiles_together(), z_step = apart(together, c.filters), m_step = apart(together, c.channels);
  float *z = scratch, *m = z + 16 * z_step, *outside = m + 16 * m_step;
  std::fill_n(dx, c.rows * c.height * c.width * c.channels, 0.0F);
  for (size_t begin = 0; begin < c.tiles(); begin += together) {
    const size_t tiles = std::min(together, c.tiles() - begin);
    std::fill_n(outside, c.filters, 0.0F);
    transform_derivatives(c, dy, begin, begin + tiles, outside, z, z_step, nullptr);
    for (size_t i = 0; i < 16; ++i)
      small_product({.a = z + i * z_step,
                     .a_row = c.filters,
                     .a_column = 1,
                     .b = u + i * c.channels * c.filters,
                     .b_row = c.channels,
                     .c = m + i * m_step,
                     .c_row = c.channels},
                    (tiles + 3) / 4 * 4, c.channels, c.filters, false);
    add_derivatives(c, m, m_step, begin, begin + tiles, dx, outside);
  }
}

void WinogradConv2d(const WinogradConvolution& c, const float* x, const float* u, const WinogradEpilogue& e, float* y,
                    size_t begin, size_t end, float* scratch) {
  const size_t together = c.tiles_together(), v_step = apart(together, c.channels), m_step = apart(together, c.filters);
  float *v = scratch, *m = v + 16 * v_step, *zeros = m + 16 * m_step;
  std::fill_n(zeros, c.channels, 0.0F);
  for (; begin < end; begin += together) {
    const size_t tiles = std::min(together, end - begin);
    transform_inputs(c, x, begin, begin + tiles, zeros, v, v_step);
    for (size_t i = 0; i < 16; ++i)
      small_product({.a = v + i * v_step,
                     .a_row = c.channels,
                     .a_column = 1,
                     .b = u + i * c.channels * c.filters,
                     .b_row = c.filters,
                     .c = m + i * m_step,
                     .c_row = c.filters},
                    (tiles + 3) / 4 * 4, c.filters, c.channels, false);
    transform_outputs(c, m, m_step, begin, begin + tiles, e, y);
  }
}

void WinogradGradWeights(const WinogradConvolution& c, const float* x, const float* dy, float* dw, float* db,
                         float* scratch) {
  const D d;
  const size_t lanes = hn::Lanes(d);
  const size_t together = c.tiles_together(), v_step = apart(together, c.channels), z_step = apart(together, c.filters);
  const size_t matrix = c.channels * c.filters;
  float *v = scratch, *z = v + 16 * v_step, *zeros = z + 16 * z_step, *sums = scratch + c.block_floats();
  std::fill_n(zeros, std::max(c.channels, c.filters), 0.0F);
  if (db) std::fill_n(db, c.filters, 0.0F);
  for (size_t begin = 0; begin < c.tiles(); begin += together) {
    const size_t tiles = std::min(together, c.tiles() - begin);
    transform_inputs(c, x, begin, begin + tiles, zeros, v, v_step);
    transform_derivatives(c, dy, begin, begin + tiles, zeros, z, z_step, db);
    for (size_t i = 0; i < 16; ++i)
      small_product({.a = v + i * v_step,
                     .a_row = 1,
                     .a_column = c.channels,
                     .b = z + i * z_step,
                     .b_row = c.filters,
                     .c = sums + i * matrix,
                     .c_row = c.filters},
                    c.channels, c.filters, tiles, begin > 0);
  }
  // dw = G' sums G
  const V half = hn::Set(d, 0.5F);
  for (size_t k = 0; k < matrix; k += lanes) {
    V s[3][4];
#pragma GCC unroll 4
    for (size_t j = 0; j < 4; ++j) {
      const float* from = sums + j * matrix + k;
      const V s0 = hn::LoadU(d, from), s3 = hn::LoadU(d, from + 12 * matrix);
      const V s1 = hn::Mul(half, hn::LoadU(d, from + 4 * matrix)), s2 = hn::Mul(half, hn::LoadU(d, from + 8 * matrix));
      const V both = hn::Add(s1, s2);
      s[0][j] = hn::Add(s0, both), s[1][j] = hn::Sub(s1, s2), s[2][j] = hn::Add(both, s3);
    }
    for (size_t i = 0; i < 3; ++i) {
      const V s1 = hn::Mul(half, s[i][1]), s2 = hn::Mul(half, s[i][2]), both = hn::Add(s1, s2);
      float* to = dw + 3 * i * matrix + k;
      hn::StoreU(hn::Add(s[i][0], both), d, to);
      hn::StoreU(hn::Sub(s1, s2), d, to + matrix);
      hn::StoreU(hn::Add(both, s[i][3]), d, to + 2 * matrix);
    }
  }
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(WinogradFilters);
HWY_EXPORT(WinogradTransposedFilters);
HWY_EXPORT(WinogradConv2d);
HWY_EXPORT(WinogradGradWeights);
HWY_EXPORT(WinogradGradInput);

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

bool WinogradConvolution::fits(const Shape& x, const Shape& w, const Window& window) {
  constexpr int64_t most = 256;         // channels or filters: transformed filters leave the cache
  constexpr int64_t fewest_tiles = 32;  // that make up for the transformation of the filters
  const bool blocks = w[2] % 16 == 0 && w[3] % 16 == 0 && w[2] <= most && w[3] <= most;
  if (!blocks || x[3] != w[2] || w[0] != 3 || w[1] != 3 || window.stride != std::array<int64_t, 2>{1, 1}) return false;
  return x[0] * ((window.out(x[1], 0) + 1) / 2) * ((window.out(x[2], 1) + 1) / 2) >= fewest_tiles;
}

size_t WinogradConvolution::tiles_together() const {
  constexpr size_t cache_floats = 48 << 10, fewest = 16, most = 128;
  return std::min(std::clamp(cache_floats / (16 * (channels + filters)) / 8 * 8, fewest, most), (tiles() + 7) / 8 * 8);
}

size_t WinogradConvolution::block_floats() const {
  return 16 * (tiles_together() * (channels + filters) + 32) + std::max(channels, filters);
}
}  // namespace plumb::engine
#endif
