#pragma once

#include <cstddef>

#include "plumb/graph/operators.h"

/// Convolutions of 3 by 3 windows that move by one cell, with 2.25 times fewer products: F(2x2, 3x3) of Winograd's
/// minimal filtering (Lavin and Gray, 2016, arXiv:1509.09308). Cells are taken in tiles of 2 by 2, which see 4 by 4:
///     y = A' [(G w G') * (B' x B)] A,   dx = B [(G w G') * (A dy A')] B',   dw = G' [(A dy A') * (B' x B)] G,
/// `*` cell by cell, so that over channels, filters and tiles it is 16 products of matrices. Plain layouts; additions
/// and halves alone, which costs about a bit of float32 against the sum over the window.
namespace plumb::engine {

struct WinogradConvolution {
  size_t rows = 0, height = 0, width = 0, channels = 0;  // of x
  size_t out_height = 0, out_width = 0, filters = 0;     // of y
  int64_t pad_top = 0, pad_left = 0;

  WinogradConvolution(const Shape& x, const Shape& y, const Window& window);
  /// Of images by filters, where it pays.
  static bool fits(const Shape& x, const Shape& w, const Shape& y, const Window& window);

  size_t tiles_high() const { return (out_height + 1) / 2; }
  size_t tiles_wide() const { return (out_width + 1) / 2; }
  size_t tiles() const { return rows * tiles_high() * tiles_wide(); }
  size_t filter_floats() const { return 16 * channels * filters; }
  size_t block_floats() const;  // scratch for a block
};

/// So many tiles as stay in the cache: 16 matrices over their channels and 16 over their filters, [tiles, channels or
/// filters] each, which begin `channel_step` and `filter_step` apart; and a cell that stands for those outside.
struct WinogradBlock {
  size_t tiles = 0, channel_step = 0, filter_step = 0, outside_floats = 0;
  float *of_channels = nullptr, *of_filters = nullptr, *outside = nullptr;

  /// Without scratch: the sizes alone.
  explicit WinogradBlock(const WinogradConvolution& c, float* scratch = nullptr);
};

/// What is done to y on its way out, in this order; null: not done. Vectors of filters, but `added`, which is like y.
struct WinogradEpilogue {
  const float *bias = nullptr, *factor = nullptr, *shift = nullptr, *added = nullptr;
  bool relu = false;
};

/// The filters w [3, 3, channels, filters] as the products read them: filter_floats() of them.
void winograd_filters(const WinogradConvolution& c, const float* w, float* u);
/// The same with filters and channels exchanged, for the derivative by x.
void winograd_transposed_filters(const WinogradConvolution& c, const float* w, float* u);

/// The tiles from `begin` to `end` of y. scratch: block_floats().
void winograd_conv2d(const WinogradConvolution& c, const float* x, const float* u, const WinogradEpilogue& epilogue,
                     float* y, size_t begin, size_t end, float* scratch);
/// dx of all tiles, from transposed filters. scratch: block_floats().
void winograd_grad_input(const WinogradConvolution& c, const float* dy, const float* u, float* dx, float* scratch);
/// dw [3, 3, channels, filters], and db unless it is null. scratch: block_floats() + filter_floats().
void winograd_grad_weights(const WinogradConvolution& c, const float* x, const float* dy, float* dw, float* db,
                           float* scratch);

}  // namespace plumb::engine
