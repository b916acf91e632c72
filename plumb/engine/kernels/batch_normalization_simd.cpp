// Loops over channels-last matrices. Strips of channels stay in registers over blocks of rows.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plumb/engine/kernels/batch_normalization_simd.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>
#include <cmath>

#include "plumb/engine/kernels/batch_normalization.h"
#include "plumb/engine/kernels/loops_inl.h"

HWY_BEFORE_NAMESPACE();
namespace plumb::engine::HWY_NAMESPACE {

/// Whole vectors of channels, then fours, then single ones.
template <class Body>
HWY_INLINE void for_channels(size_t channels, const Body& body) {
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 4> four;
  const hn::CappedTag<float, 1> one;
  size_t c = 0;
  for (; c + hn::Lanes(d) <= channels; c += hn::Lanes(d)) body(d, c);
  for (; c + hn::Lanes(four) <= channels; c += hn::Lanes(four)) body(four, c);
  for (; c < channels; ++c) body(one, c);
}

/// The sum of term(element) over a strip's rows: elements channels apart, four sums at once.
template <class D, class Term>
HWY_INLINE V<D> strip_sum(D d, size_t rows, size_t channels, const Term& term) {
  auto s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0;
  size_t r = 0;
  for (; r + 4 <= rows; r += 4) {
    s0 = hn::Add(s0, term(r * channels));
    s1 = hn::Add(s1, term((r + 1) * channels));
    s2 = hn::Add(s2, term((r + 2) * channels));
    s3 = hn::Add(s3, term((r + 3) * channels));
  }
  for (; r < rows; ++r) s0 = hn::Add(s0, term(r * channels));
  return hn::Add(hn::Add(s0, s1), hn::Add(s2, s3));
}

/// Rows of a block: about 16 kB, so that its tensors stay in the first cache.
HWY_INLINE size_t block_rows(size_t channels) { return std::clamp<size_t>(4096 / channels, 8, 256); }

void ChannelMoments(const float* x, size_t rows, size_t channels, float* moments) {
  float *means = moments, *squares = moments + channels;
  std::fill_n(moments, 2 * channels, 0.0F);
  const size_t block = block_rows(channels);
  for (size_t begin = 0; begin < rows; begin += block, x += block * channels) {
    const size_t n = std::min(block, rows - begin);
    const auto share = static_cast<float>(1 / static_cast<double>(n));
    const auto weight = static_cast<float>(static_cast<double>(n) / static_cast<double>(begin + n));
    for_channels(channels, [&](auto d, size_t c) HWY_ATTR {
      const float* at = x + c;
      const auto mean = hn::Mul(hn::Set(d, share),
                                strip_sum(d, n, channels, [&](size_t e) HWY_ATTR { return hn::LoadU(d, at + e); }));
      const auto square = strip_sum(d, n, channels, [&](size_t e) HWY_ATTR {
        const auto centred = hn::Sub(hn::LoadU(d, at + e), mean);
        return hn::Mul(centred, centred);
      });
      const auto before = hn::LoadU(d, means + c);
      const auto apart = hn::Sub(mean, before), moved = hn::Mul(apart, hn::Set(d, weight));
      hn::StoreU(hn::Add(before, moved), d, means + c);
      const auto between = hn::Mul(hn::Mul(apart, moved), hn::Set(d, static_cast<float>(begin)));
      hn::StoreU(hn::Add(hn::LoadU(d, squares + c), hn::Add(square, between)), d, squares + c);
    });
  }
  const auto share = static_cast<float>(1 / static_cast<double>(std::max<size_t>(rows, 1)));
  for (size_t c = 0; c < channels; ++c) squares[c] *= share;
}

template <class D>
HWY_INLINE V<D> inverse_deviation(D d, const float* variance, float epsilon) {
  return hn::Div(hn::Set(d, 1.0F), hn::Sqrt(hn::Add(hn::LoadU(d, variance), hn::Set(d, epsilon))));
}

template <bool with_other, bool relu>
void normalize(const NormalizeChannels& a, size_t rows, size_t channels) {
  const size_t block = block_rows(channels);
  for (size_t begin = 0; begin < rows; begin += block) {
    const size_t first = begin * channels, end = std::min(rows, begin + block) * channels;
    for_channels(channels, [&](auto d, size_t c) HWY_ATTR {
      const auto mean = hn::LoadU(d, a.moments + c), shift = hn::LoadU(d, a.beta + c);
      const auto factor = hn::Mul(hn::LoadU(d, a.gamma + c), inverse_deviation(d, a.moments + channels + c, a.epsilon));
      for (size_t e = first + c; e < end; e += channels) {
        auto y = hn::MulAdd(hn::Sub(hn::LoadU(d, a.x + e), mean), factor, shift);
        if constexpr (with_other) y = hn::Add(y, hn::LoadU(d, a.other + e));
        if constexpr (relu) y = hn::IfThenZeroElse(hn::Lt(y, hn::Zero(d)), y);
        hn::StoreU(y, d, a.y + e);
      }
    });
  }
}

void Normalize(const NormalizeChannels& a, size_t rows, size_t channels) {
  if (a.other)
    a.relu ? normalize<true, true>(a, rows, channels) : normalize<true, false>(a, rows, channels);
  else
    a.relu ? normalize<false, true>(a, rows, channels) : normalize<false, false>(a, rows, channels);
}

void NormalizeSums(const float* x, const float* moments, const float* dy, float epsilon, size_t rows, size_t channels,
                   float* sums) {
  std::fill_n(sums, 2 * channels, 0.0F);
  const size_t block = block_rows(channels);
  for (size_t begin = 0; begin < rows; begin += block, x += block * channels, dy += block * channels) {
    const size_t n = std::min(block, rows - begin);
    for_channels(channels, [&](auto d, size_t c) HWY_ATTR {
      const auto mean = hn::LoadU(d, moments + c);
      auto a0 = hn::Zero(d), a1 = a0, b0 = a0, b1 = a0;
      size_t e = c;
      for (size_t r = 0; r + 2 <= n; r += 2, e += 2 * channels) {
        const auto g0 = hn::LoadU(d, dy + e), g1 = hn::LoadU(d, dy + e + channels);
        a0 = hn::Add(a0, g0);
        a1 = hn::Add(a1, g1);
        b0 = hn::MulAdd(g0, hn::Sub(hn::LoadU(d, x + e), mean), b0);
        b1 = hn::MulAdd(g1, hn::Sub(hn::LoadU(d, x + e + channels), mean), b1);
      }
      if (n % 2 == 1) {
        const auto g = hn::LoadU(d, dy + e);
        a0 = hn::Add(a0, g);
        b0 = hn::MulAdd(g, hn::Sub(hn::LoadU(d, x + e), mean), b0);
      }
      hn::StoreU(hn::Add(hn::LoadU(d, sums + c), hn::Add(a0, a1)), d, sums + c);
      hn::StoreU(hn::Add(hn::LoadU(d, sums + channels + c), hn::Add(b0, b1)), d, sums + channels + c);
    });
  }
  for_channels(channels, [&](auto d, size_t c) HWY_ATTR {
    float* to = sums + channels + c;
    hn::StoreU(hn::Mul(hn::LoadU(d, to), inverse_deviation(d, moments + channels + c, epsilon)), d, to);
  });
}

void NormalizeGrad(const NormalizeChannelsGrad& a, size_t rows, size_t channels) {
  const auto share = static_cast<float>(-1 / a.n);
  const size_t block = block_rows(channels);
  for (size_t begin = 0; begin < rows; begin += block) {
    const size_t first = begin * channels, end = std::min(rows, begin + block) * channels;
    for_channels(channels, [&](auto d, size_t c) HWY_ATTR {
      const auto mean = hn::LoadU(d, a.moments + c);
      const auto inverse = inverse_deviation(d, a.moments + channels + c, a.epsilon);
      const auto factor = hn::Mul(hn::LoadU(d, a.gamma + c), inverse);
      const auto shared = hn::Mul(factor, hn::Set(d, share));
      const auto constant = hn::Mul(shared, hn::LoadU(d, a.sums + c));
      const auto slope = hn::Mul(hn::Mul(shared, inverse), hn::LoadU(d, a.sums + channels + c));
      for (size_t e = first + c; e < end; e += channels) {
        const auto centred = hn::Sub(hn::LoadU(d, a.x + e), mean);
        hn::StoreU(hn::MulAdd(hn::LoadU(d, a.dy + e), factor, hn::MulAdd(centred, slope, constant)), d, a.dx + e);
      }
    });
  }
}

}  // namespace plumb::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace plumb::engine {
HWY_EXPORT(ChannelMoments);
HWY_EXPORT(Normalize);
HWY_EXPORT(NormalizeSums);
HWY_EXPORT(NormalizeGrad);

void channel_moments_of(const float* x, size_t rows, size_t channels, float* moments) {
  HWY_DYNAMIC_DISPATCH(ChannelMoments)(x, rows, channels, moments);
}
void join_moments(float* moments, double rows, const float* more, double more_rows, size_t channels) {
  const double weight = more_rows / (rows + more_rows);
  for (size_t c = 0; c < channels; ++c) {
    const double apart = static_cast<double>(more[c]) - moments[c];
    const double variance = moments[channels + c], other = more[channels + c];
    moments[c] = static_cast<float>(moments[c] + weight * apart);
    moments[channels + c] =
        static_cast<float>(variance + weight * (other - variance) + weight * (1 - weight) * apart * apart);
  }
}
void normalize_channels_of(const NormalizeChannels& n, size_t rows, size_t channels) {
  HWY_DYNAMIC_DISPATCH(Normalize)(n, rows, channels);
}
void normalize_channels_sums_of(const float* x, const float* moments, const float* dy, float epsilon, size_t rows,
                                size_t channels, float* sums) {
  HWY_DYNAMIC_DISPATCH(NormalizeSums)(x, moments, dy, epsilon, rows, channels, sums);
}
void normalize_channels_grad_of(const NormalizeChannelsGrad& g, size_t rows, size_t channels) {
  HWY_DYNAMIC_DISPATCH(NormalizeGrad)(g, rows, channels);
}
}  // namespace plumb::engine
#endif
