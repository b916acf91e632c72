#pragma once

#include <cstddef>
#include <cstdint>

#include "plumb/graph/operators.h"

/// Pooling of channels-last images. A window's cells are numbered row by row; 255 means that no cell lies inside the
/// image.
namespace plumb::engine {

struct Pool {
  size_t rows = 0, height = 0, width = 0, channels = 0;  // of the image
  size_t out_height = 0, out_width = 0;
  Window window{};
  Pool(const Shape& image, const Shape& pooled, const Window& window);
  size_t results() const { return rows * out_height * out_width * channels; }
  size_t cells() const { return static_cast<size_t>(window.size[0] * window.size[1]); }
  bool overlaps() const { return window.stride[0] < window.size[0] || window.stride[1] < window.size[1]; }
  /// Do windows without overlap cover the whole image?
  bool covers() const;
  /// Calls f(number of cell, its first element in the image) for each cell of a window inside the image of row r.
  template <class F>
  void for_cells(size_t r, size_t y, size_t x, const F& f) const {
    const int64_t top = static_cast<int64_t>(y) * window.stride[0] - window.pads[0];
    const int64_t left = static_cast<int64_t>(x) * window.stride[1] - window.pads[1];
    for (int64_t i = 0; i < window.size[0]; ++i)
      for (int64_t j = 0; j < window.size[1]; ++j) {
        const int64_t h = top + i, w = left + j;
        if (h < 0 || w < 0 || h >= static_cast<int64_t>(height) || w >= static_cast<int64_t>(width)) continue;
        f(static_cast<size_t>(i * window.size[1] + j),
          ((r * height + static_cast<size_t>(h)) * width + static_cast<size_t>(w)) * channels);
      }
  }
};

/// y = the largest of each window; with `cells`, also which cell it was (of equals, the first).
void max_pool(const Pool& pool, const float* x, float* y, uint8_t* cells);
/// dx = dy at the cells of the maxima, else 0.
void max_pool_grad(const Pool& pool, const uint8_t* cells, const float* dy, float* dx);
/// z at the cells of the maxima.
void max_pool_pick(const Pool& pool, const uint8_t* cells, const float* z, float* y);

}  // namespace plumb::engine
