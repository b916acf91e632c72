// Loops of layer_normalization.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/layer_normalization_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>
#include <cmath>

#include "plumb/engine/kernels/layer_normalization.h"
#include "plumb/engine/kernels/loops_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

/// The sum of term(d, i) over a row, in four sums at once.
template <class Term>
HWY_INLINE float sum_of(size_t n, const Term& term) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  auto s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0;
  size_t i = 0;
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    s0 = hn::Add(s0, term(d, i));
    s1 = hn::Add(s1, term(d, i + lanes));
    s2 = hn::Add(s2, term(d, i + 2 * lanes));
    s3 = hn::Add(s3, term(d, i + 3 * lanes));
  }
  for (; i + lanes <= n; i += lanes) s0 = hn::Add(s0, term(d, i));
  float rest = 0;
  const hn::CappedTag<float, 1> one;
  for (; i < n; ++i) rest += hn::GetLane(term(one, i));
  return hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(s0, s1), hn::Add(s2, s3)))) + rest;
}

struct Statistics {
  float mean, inverse;  // inverse: 1 / sqrt(variance + epsilon)
};

HWY_INLINE Statistics statistics(const float* x, size_t n, float epsilon) {
  const auto share = 1 / static_cast<float>(n);
  const float mean = share * sum_of(n, [&](auto d, size_t i) HWY_ATTR { return hn::LoadU(d, x + i); });
  const float variance = share * sum_of(n, [&](auto d, size_t i) HWY_ATTR {
                           const auto centred = hn::Sub(hn::LoadU(d, x + i), hn::Set(d, mean));
                           return hn::Mul(centred, centred);
                         });
  return {mean, 1 / std::sqrt(variance + epsilon)};
}

void LayerNormalizationForward(const float* x, const float* gamma, const float* beta, float* y, size_t rows, size_t n,
                               float epsilon) {
  for (size_t r = 0; r < rows; ++r, x += n, y += n) {
    const auto [mean, inverse] = statistics(x, n, epsilon);
    for_vectors(n, [&, mean = mean, inverse = inverse](auto d, size_t i) HWY_ATTR {
      const auto z = hn::Mul(hn::Sub(hn::LoadU(d, x + i), hn::Set(d, mean)), hn::Set(d, inverse));
      hn::StoreU(hn::MulAdd(z, hn::LoadU(d, gamma + i), hn::LoadU(d, beta + i)), d, y + i);
    });
  }
}

HWY_INLINE void add_and_clear(float* from, float* to, size_t n) {
  for (size_t i = 0; i < n; ++i) to[i] += from[i], from[i] = 0;
}

void LayerNormalizationBackward(const float* x, const float* gamma, const float* dy, const LayerNormalizationGrad& to,
                                size_t rows, size_t n, float epsilon) {
  const auto share = 1 / static_cast<float>(n);
  float *dx = to.dx, *scale = to.partial, *shift = to.partial + n;
  std::fill_n(to.partial, 2 * n, 0.0F);
  if (to.dgamma) std::fill_n(to.dgamma, n, 0.0F);
  if (to.dbeta) std::fill_n(to.dbeta, n, 0.0F);
  for (size_t r = 0; r < rows; ++r, x += n, dy += n) {
    const auto [mean, inverse] = statistics(x, n, epsilon);
    const auto z = [x, mean = mean, inverse = inverse](auto d, size_t i) HWY_ATTR {
      return hn::Mul(hn::Sub(hn::LoadU(d, x + i), hn::Set(d, mean)), hn::Set(d, inverse));
    };
    if (to.dgamma || to.dbeta)
      for_vectors(n, [&](auto d, size_t i) HWY_ATTR {
        const auto g = hn::LoadU(d, dy + i);
        hn::StoreU(hn::MulAdd(g, z(d, i), hn::LoadU(d, scale + i)), d, scale + i);
        hn::StoreU(hn::Add(g, hn::LoadU(d, shift + i)), d, shift + i);
      });
    if (dx) {
      const auto g = [gamma, dy](auto d, size_t i)
                         HWY_ATTR { return hn::Mul(hn::LoadU(d, dy + i), hn::LoadU(d, gamma + i)); };
      const float a = share * sum_of(n, g);
      const float b = share * sum_of(n, [&](auto d, size_t i) HWY_ATTR { return hn::Mul(g(d, i), z(d, i)); });
      for_vectors(n, [&, inverse = inverse](auto d, size_t i) HWY_ATTR {
        const auto rest = hn::NegMulAdd(z(d, i), hn::Set(d, b), hn::Sub(g(d, i), hn::Set(d, a)));
        hn::StoreU(hn::Mul(rest, hn::Set(d, inverse)), d, dx + i);
      });
      dx += n;
    }
    if (r % 64 == 63 || r + 1 == rows) {  // sums of few numbers into sums of few sums: fewer roundings
      if (to.dgamma) add_and_clear(scale, to.dgamma, n);
      if (to.dbeta) add_and_clear(shift, to.dbeta, n);
    }
  }
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(LayerNormalizationForward);
HWY_EXPORT(LayerNormalizationBackward);
void layer_normalization_rows(const float* x, const float* gamma, const float* beta, float* y, size_t rows,
                              size_t columns, float epsilon) {
  HWY_DYNAMIC_DISPATCH(LayerNormalizationForward)(x, gamma, beta, y, rows, columns, epsilon);
}
void layer_normalization_grad_rows(const float* x, const float* gamma, const float* dy,
                                   const LayerNormalizationGrad& to, size_t rows, size_t columns, float epsilon) {
  HWY_DYNAMIC_DISPATCH(LayerNormalizationBackward)(x, gamma, dy, to, rows, columns, epsilon);
}
}  // namespace plumb::engine
#endif
