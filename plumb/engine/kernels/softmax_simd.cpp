// Loops of softmax. Rows of few classes are the rule, so a row is at most a few vectors, and the last is partly masked.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/softmax_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"
#include "plumb/engine/kernels/softmax.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr size_t most_lanes = 64;

HWY_INLINE float largest(const float* x, size_t n) {
  float best = x[0];
  for (size_t i = 1; i < n; ++i) best = std::max(best, x[i]);
  return best;
}

// y = exp(x - high); returns the sum. y may be null.
HWY_INLINE float exponentials(const float* x, float* y, size_t n, float high) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  const auto shift = hn::Set(d, high);
  auto sum = hn::Zero(d);
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto e = hn::Exp(d, hn::Sub(hn::LoadU(d, x + i), shift));
    sum = hn::Add(sum, e);
    if (y) hn::StoreU(e, d, y + i);
  }
  if (i < n) {
    HWY_ALIGN std::array<float, most_lanes> rest;
    std::fill_n(rest.begin(), lanes, -std::numeric_limits<float>::infinity());
    std::copy(x + i, x + n, rest.begin());
    const auto e = hn::Exp(d, hn::Sub(hn::LoadU(d, rest.data()), shift));
    hn::StoreU(e, d, rest.data());
    std::fill(rest.begin() + static_cast<ptrdiff_t>(n - i), rest.begin() + static_cast<ptrdiff_t>(lanes), 0.0F);
    sum = hn::Add(sum, hn::LoadU(d, rest.data()));
    if (y) std::copy_n(rest.begin(), n - i, y + i);
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

void Softmax(const float* x, float* y, size_t rows, size_t n) {
  for (size_t r = 0; r < rows; ++r, x += n, y += n) {
    const float scale = 1 / exponentials(x, y, n, largest(x, n));
    for (size_t i = 0; i < n; ++i) y[i] *= scale;
  }
}

void LogSoftmax(const float* x, float* y, size_t rows, size_t n) {
  for (size_t r = 0; r < rows; ++r, x += n, y += n) {
    const float high = largest(x, n);
    const float shift = std::log(exponentials(x, nullptr, n, high));
    for (size_t i = 0; i < n; ++i) y[i] = (x[i] - high) - shift;
  }
}

void Crossentropy(const float* x, const int32_t* labels, float* y, size_t rows, size_t n) {
  for (size_t r = 0; r < rows; ++r, x += n) {
    const float high = largest(x, n);
    if (labels[r] == -1)
      y[r] = 0;
    else if (labels[r] < 0 || static_cast<size_t>(labels[r]) >= n)
      y[r] = std::numeric_limits<float>::quiet_NaN();
    else
      y[r] = std::log(exponentials(x, nullptr, n, high)) - (x[labels[r]] - high);
  }
}

void CrossentropyGrad(const float* x, const int32_t* labels, const float* scales, float* dx, size_t rows, size_t n) {
  for (size_t r = 0; r < rows; ++r, x += n, dx += n) {
    const float scale = scales[r] / exponentials(x, dx, n, largest(x, n));
    for (size_t i = 0; i < n; ++i) dx[i] *= scale;
    if (labels[r] >= 0 && static_cast<size_t>(labels[r]) < n) dx[labels[r]] -= scales[r];
  }
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(Softmax);
HWY_EXPORT(LogSoftmax);
HWY_EXPORT(Crossentropy);
HWY_EXPORT(CrossentropyGrad);
void softmax_rows(const float* x, float* y, size_t rows, size_t columns) {
  HWY_DYNAMIC_DISPATCH(Softmax)(x, y, rows, columns);
}
void log_softmax_rows(const float* x, float* y, size_t rows, size_t columns) {
  HWY_DYNAMIC_DISPATCH(LogSoftmax)(x, y, rows, columns);
}
void crossentropy_rows(const float* x, const int32_t* labels, float* y, size_t rows, size_t columns) {
  HWY_DYNAMIC_DISPATCH(Crossentropy)(x, labels, y, rows, columns);
}
void crossentropy_grad_rows(const float* x, const int32_t* labels, const float* scale, float* dx, size_t rows,
                            size_t columns) {
  HWY_DYNAMIC_DISPATCH(CrossentropyGrad)(x, labels, scale, dx, rows, columns);
}
}  // namespace plumb::engine
#endif
