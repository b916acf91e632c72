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

// Loss and derivative take the same exponentials.
void CrossentropyRows(const Crossentropy& c, size_t rows, size_t n) {
  const float* x = c.x;
  float* dx = c.dx;
  for (size_t r = 0; r < rows; ++r, x += n) {
    const int32_t label = c.labels[r];
    const bool known = label >= 0 && static_cast<size_t>(label) < n;
    const float high = largest(x, n), own = known ? x[label] - high : 0;
    const float sum = exponentials(x, dx, n, high);
    if (c.loss) c.loss[r] = known ? std::log(sum) - own : label == -1 ? 0 : std::numeric_limits<float>::quiet_NaN();
    if (!dx) continue;
    const float scale = c.scale[r * c.scale_step], share = scale / sum;
    for (size_t i = 0; i < n; ++i) dx[i] *= share;
    if (known) dx[label] -= scale;
    dx += n;
  }
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(Softmax);
HWY_EXPORT(LogSoftmax);
HWY_EXPORT(CrossentropyRows);
void softmax_rows(const float* x, float* y, size_t rows, size_t columns) {
  HWY_DYNAMIC_DISPATCH(Softmax)(x, y, rows, columns);
}
void log_softmax_rows(const float* x, float* y, size_t rows, size_t columns) {
  HWY_DYNAMIC_DISPATCH(LogSoftmax)(x, y, rows, columns);
}
void crossentropy_rows(const Crossentropy& c, size_t rows, size_t columns) {
  HWY_DYNAMIC_DISPATCH(CrossentropyRows)(c, rows, columns);
}
}  // namespace plumb::engine
#endif
