// Loops of convolutions with few channels: blocks of pixels by two vectors of filters are held in registers.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/small_conv2d_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>

#include "hwy/highway.h"
#include "plumb/engine/kernels/small_conv2d.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<float, 16>;
using V = hn::Vec<D>;

// `pixels` neighbours of one row of y, for filters f ... f + 2 vectors (or one).
template <size_t pixels, size_t vectors>
HWY_INLINE void block(const SmallConvolution& c, const float* x, const float* w, const float* bias, bool relu,
                      float* y) {
  const D d;
  const size_t lanes = hn::Lanes(d), step = c.stride_x * c.channels;
  V sum[pixels][vectors];
#pragma GCC unroll 16
  for (size_t v = 0; v < vectors; ++v) {
    const V start = bias ? hn::LoadU(d, bias + v * lanes) : hn::Zero(d);
#pragma GCC unroll 16
    for (size_t p = 0; p < pixels; ++p) sum[p][v] = start;
  }
  const size_t taps = c.taps.size();
  for (size_t t = 0; t < taps; ++t, w += c.filters) {
    const float* at = x + c.taps[t];
    V filter[vectors];
#pragma GCC unroll 16
    for (size_t v = 0; v < vectors; ++v) filter[v] = hn::LoadU(d, w + v * lanes);
#pragma GCC unroll 16
    for (size_t p = 0; p < pixels; ++p) {
      const V value = hn::Set(d, at[p * step]);
#pragma GCC unroll 16
      for (size_t v = 0; v < vectors; ++v) sum[p][v] = hn::MulAdd(value, filter[v], sum[p][v]);
    }
  }
#pragma GCC unroll 16
  for (size_t p = 0; p < pixels; ++p)
#pragma GCC unroll 16
    for (size_t v = 0; v < vectors; ++v) {
      const V result = relu ? hn::IfThenZeroElse(hn::Lt(sum[p][v], hn::Zero(d)), sum[p][v]) : sum[p][v];
      hn::StoreU(result, d, y + p * c.filters + v * lanes);
    }
}

template <size_t vectors>
HWY_INLINE void filter_block(const SmallConvolution& c, const float* image, const float* w, const float* bias,
                             bool relu, float* y) {
  constexpr size_t pixels = 6;
  for (size_t i = 0; i < c.out_height; ++i) {
    const float* row = image + i * c.stride_y * c.width * c.channels;
    const size_t step = c.stride_x * c.channels;
    size_t j = 0;
    for (; j + pixels <= c.out_width; j += pixels)
      block<pixels, vectors>(c, row + j * step, w, bias, relu, y + (i * c.out_width + j) * c.filters);
    for (; j + 2 <= c.out_width; j += 2)
      block<2, vectors>(c, row + j * step, w, bias, relu, y + (i * c.out_width + j) * c.filters);
    for (; j < c.out_width; ++j)
      block<1, vectors>(c, row + j * step, w, bias, relu, y + (i * c.out_width + j) * c.filters);
  }
}

void SmallConv2d(const SmallConvolution& c, const float* x, const float* w, const float* bias, bool relu, float* y,
                 float* scratch) {
  const size_t lanes = hn::Lanes(D());
  for (size_t r = 0; r < c.rows; ++r, y += c.out_height * c.out_width * c.filters) {
    const float* image = c.image(x, r, scratch);
    size_t f = 0;
    for (; f + 2 * lanes <= c.filters; f += 2 * lanes)
      filter_block<2>(c, image, w + f, bias ? bias + f : nullptr, relu, y + f);
    for (; f < c.filters; f += lanes) filter_block<1>(c, image, w + f, bias ? bias + f : nullptr, relu, y + f);
  }
}

// Adds one image's share to `taps` rows of dw, for some vectors of filters; and to db unless it is null.
template <size_t taps, size_t vectors>
HWY_INLINE void weights_block(const SmallConvolution& c, const float* image, const size_t* offsets, const float* dy,
                              float* dw, float* db) {
  const D d;
  const size_t lanes = hn::Lanes(d), step = c.stride_x * c.channels;
  V sum[taps][vectors], sum_of_dy[vectors];
#pragma GCC unroll 16
  for (size_t v = 0; v < vectors; ++v) {
    sum_of_dy[v] = hn::Zero(d);
#pragma GCC unroll 16
    for (size_t t = 0; t < taps; ++t) sum[t][v] = hn::Zero(d);
  }
  for (size_t i = 0; i < c.out_height; ++i) {
    const float* at = image + i * c.stride_y * c.width * c.channels;
    for (size_t j = 0; j < c.out_width; ++j, at += step, dy += c.filters) {
      V derivative[vectors];
#pragma GCC unroll 16
      for (size_t v = 0; v < vectors; ++v) {
        derivative[v] = hn::LoadU(d, dy + v * lanes);
        sum_of_dy[v] = hn::Add(sum_of_dy[v], derivative[v]);
      }
#pragma GCC unroll 16
      for (size_t t = 0; t < taps; ++t) {
        const V value = hn::Set(d, at[offsets[t]]);
#pragma GCC unroll 16
        for (size_t v = 0; v < vectors; ++v) sum[t][v] = hn::MulAdd(value, derivative[v], sum[t][v]);
      }
    }
  }
#pragma GCC unroll 16
  for (size_t v = 0; v < vectors; ++v) {
#pragma GCC unroll 16
    for (size_t t = 0; t < taps; ++t) {
      float* to = dw + t * c.filters + v * lanes;
      hn::StoreU(hn::Add(hn::LoadU(d, to), sum[t][v]), d, to);
    }
    if (db) hn::StoreU(hn::Add(hn::LoadU(d, db + v * lanes), sum_of_dy[v]), d, db + v * lanes);
  }
}

template <size_t vectors>
HWY_INLINE void weights_of_filters(const SmallConvolution& c, const float* image, const float* dy, float* dw,
                                   float* db) {
  size_t t = 0;
  const auto done = [&](size_t taps) {
    t += taps;
    db = nullptr;
  };
  for (; t + 9 <= c.taps.size(); done(9))
    weights_block<9, vectors>(c, image, c.taps.data() + t, dy, dw + t * c.filters, db);
  for (; t + 4 <= c.taps.size(); done(4))
    weights_block<4, vectors>(c, image, c.taps.data() + t, dy, dw + t * c.filters, db);
  for (; t < c.taps.size(); done(1)) weights_block<1, vectors>(c, image, c.taps.data() + t, dy, dw + t * c.filters, db);
}

void SmallConv2dGradWeights(const SmallConvolution& c, const float* x, const float* dy, float* dw, float* db,
                            float* scratch) {
  const size_t lanes = hn::Lanes(D());
  std::fill_n(dw, c.taps.size() * c.filters, 0.0F);
  if (db) std::fill_n(db, c.filters, 0.0F);
  for (size_t r = 0; r < c.rows; ++r, dy += c.out_height * c.out_width * c.filters) {
    const float* image = c.image(x, r, scratch);
    size_t f = 0;
    for (; f + 2 * lanes <= c.filters; f += 2 * lanes)
      weights_of_filters<2>(c, image, dy + f, dw + f, db ? db + f : nullptr);
    for (; f < c.filters; f += lanes) weights_of_filters<1>(c, image, dy + f, dw + f, db ? db + f : nullptr);
  }
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <cstring>

namespace plumb::engine {
HWY_EXPORT(SmallConv2d);
HWY_EXPORT(SmallConv2dGradWeights);

void small_conv2d(const SmallConvolution& c, const float* x, const float* w, const float* bias, bool relu, float* y,
                  float* scratch) {
  HWY_DYNAMIC_DISPATCH(SmallConv2d)(c, x, w, bias, relu, y, scratch);
}
void small_conv2d_grad_weights(const SmallConvolution& c, const float* x, const float* dy, float* dw, float* db,
                               float* scratch) {
  HWY_DYNAMIC_DISPATCH(SmallConv2dGradWeights)(c, x, dy, dw, db, scratch);
}

SmallConvolution::SmallConvolution(const Shape& x, const Shape& w, const Shape& y, const Window& window) {
  const auto size = [](int64_t n) { return static_cast<size_t>(n); };
  rows = size(x[0]), image_height = size(x[1]), image_width = size(x[2]), channels = size(x[3]), filters = size(w[3]);
  height = image_height + size(window.pads[0] + window.pads[2]);
  width = image_width + size(window.pads[1] + window.pads[3]);
  pad_top = size(window.pads[0]), pad_left = size(window.pads[1]);
  out_height = size(y[1]), out_width = size(y[2]);
  stride_y = size(window.stride[0]), stride_x = size(window.stride[1]);
  for (size_t i = 0; i < size(w[0]); ++i)
    for (size_t j = 0; j < size(w[1]); ++j)
      for (size_t k = 0; k < channels; ++k) taps.push_back((i * width + j) * channels + k);
}

bool SmallConvolution::fits(const Shape& x, const Shape& w) {
  return x[3] <= 4 && w[3] % 16 == 0 && w[0] * w[1] * w[2] <= 150;
}

const float* SmallConvolution::image(const float* x, size_t r, float* scratch) const {
  const float* from = x + r * image_height * image_width * channels;
  if (!padded()) return from;
  std::memset(scratch, 0, padded_elements() * sizeof(float));
  for (size_t i = 0; i < image_height; ++i)
    std::memcpy(scratch + ((i + pad_top) * width + pad_left) * channels, from + i * image_width * channels,
                image_width * channels * sizeof(float));
  return scratch;
}
}  // namespace plumb::engine
#endif
