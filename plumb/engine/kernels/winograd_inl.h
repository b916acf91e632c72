// What goes into and comes out of the products of Winograd's convolutions: tiles of images, of derivatives and filters,
// transformed by additions and halves, a vector of channels or filters at a time. Included by winograd_simd.cpp, once
// for each instruction set.
// clang-format off
#if defined(PLUMB_WINOGRAD_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef PLUMB_WINOGRAD_INL_H
#undef PLUMB_WINOGRAD_INL_H
#else
#define PLUMB_WINOGRAD_INL_H
#endif
// clang-format on

#include <algorithm>

#include "hwy/highway.h"
#include "plumb/engine/kernels/winograd.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<float, 16>;
using V = hn::Vec<D>;

/// The cells of a tile: those outside the image are one that lies elsewhere.
template <size_t side, class Float = const float>
struct Cells {
  Float* at[side][side];
  Cells(Float* image, int64_t height, int64_t width, int64_t channels, int64_t top, int64_t left, Float* outside) {
    constexpr int64_t n = side;
    Float* first = image + (top * width + left) * channels;
    const bool whole = top >= 0 && top + n <= height && left >= 0 && left + n <= width;
    for (int64_t i = 0; i < n; ++i)
      for (int64_t j = 0; j < n; ++j) {
        const bool inside = whole || (top + i >= 0 && top + i < height && left + j >= 0 && left + j < width);
        at[i][j] = inside ? first + (i * width + j) * channels : outside;
      }
  }
};

/// What tile (down, across) of y sees of an image like x.
template <class Float>
HWY_INLINE Cells<4, Float> seen_cells(const WinogradConvolution& c, Float* image, int64_t down, int64_t across,
                                      Float* outside) {
  return {image,
          static_cast<int64_t>(c.height),
          static_cast<int64_t>(c.width),
          static_cast<int64_t>(c.channels),
          2 * down - c.pad_top,
          2 * across - c.pad_left,
          outside};
}

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
    const auto cells = seen_cells(c, x + row * image, down, across, zeros);
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

// dx += B m B', tile by tile: neighbours overlap by two cells.
HWY_INLINE void add_derivatives(const WinogradConvolution& c, const float* m, size_t step, size_t begin, size_t end,
                                float* dx, float* outside) {
  const D d;
  const size_t lanes = hn::Lanes(d), image = c.height * c.width * c.channels;
  each_tile(c, begin, end, [&](size_t t, size_t row, int64_t down, int64_t across) {
    const auto cells = seen_cells(c, dx + row * image, down, across, outside);
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

// dw = G' s G
HWY_INLINE void transform_sums(const float* sums, size_t matrix, float* dw) {
  const D d;
  const size_t lanes = hn::Lanes(d);
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

#endif  // PLUMB_WINOGRAD_INL_H
