#pragma once

#include <cstddef>
#include <vector>

#include "plumb/graph/operators.h"

/// Convolutions of images with few channels (a network's first layer), where a library's blocks of channels stay nearly
/// empty: filters lie next to each other in vectors, taps and pixels are walked. Plain layouts throughout.
namespace plumb::engine {

struct SmallConvolution {
  size_t rows = 0, height = 0, width = 0, channels = 0, filters = 0;  // height and width with padding
  size_t out_height = 0, out_width = 0;
  size_t stride_y = 1, stride_x = 1;
  size_t pad_top = 0, pad_left = 0, image_height = 0, image_width = 0;
  std::vector<size_t> taps{};  // of a filter: where each lies from the first, in elements of the padded image

  SmallConvolution(const Shape& x, const Shape& w, const Shape& y, const Window& window);
  bool padded() const { return height != image_height || width != image_width; }
  size_t padded_elements() const { return padded() ? height * width * channels : 0; }
  /// Image r, in `scratch` if it is padded.
  const float* image(const float* x, size_t r, float* scratch) const;

  static bool fits(const Shape& x, const Shape& w);
};

/// y = x * w + bias, then relu; bias may be null. scratch: padded_elements().
void small_conv2d(const SmallConvolution& c, const float* x, const float* w, const float* bias, bool relu, float* y,
                  float* scratch);
/// dw, and db unless it is null.
void small_conv2d_grad_weights(const SmallConvolution& c, const float* x, const float* dy, float* dw, float* db,
                               float* scratch);

}  // namespace plumb::engine
