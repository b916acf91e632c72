#pragma once

#include <cstddef>

/// Normalisation of channels: x is a matrix of `rows` by `channels`, and each of these functions walks over it once.
/// Pairs are [2, channels]. Sums are made of sums of few numbers, so that roundings stay few.
namespace plumb::engine {

/// Mean and biased variance of each channel. In blocks of rows that stay in the cache while the block's mean and its
/// squared distances are taken; blocks join as in Chan, Golub and LeVeque (1979).
void channel_moments_of(const float* x, size_t rows, size_t channels, float* moments);
/// Moments of more rows, joined to those of fewer: into `moments`, of `rows`, come `more`, of `more_rows`.
void join_moments(float* moments, double rows, const float* more, double more_rows, size_t channels);

/// y = (x - mean) factor + shift + other, then relu; other may be null. May write over x or other.
struct NormalizeChannels {
  const float *x = nullptr, *moments = nullptr, *gamma = nullptr, *beta = nullptr, *other = nullptr;
  float* y = nullptr;
  float epsilon = 0;
  bool relu = false;
};
void normalize_channels_of(const NormalizeChannels& n, size_t rows, size_t channels);

/// The sums of dy and of dy z.
void normalize_channels_sums_of(const float* x, const float* moments, const float* dy, float epsilon, size_t rows,
                                size_t channels, float* sums);

/// dx = gamma (dy - sum / n - z sum of dy z / n) / deviation, where n counts the rows of the whole batch. May write
/// over dy or x.
struct NormalizeChannelsGrad {
  const float *x = nullptr, *moments = nullptr, *gamma = nullptr, *dy = nullptr, *sums = nullptr;
  float* dx = nullptr;
  float epsilon = 0;
  double n = 1;
};
void normalize_channels_grad_of(const NormalizeChannelsGrad& g, size_t rows, size_t channels);

}  // namespace plumb::engine
