#pragma once

#include <array>

#include "plumb/graph/operators.h"

namespace plumb {

/// Cells from the first to the last tap of a window whose taps lie `dilation` cells apart.
inline std::array<int64_t, 2> dilated_size(std::array<int64_t, 2> size, std::array<int64_t, 2> dilation) {
  return {(size[0] - 1) * dilation[0] + 1, (size[1] - 1) * dilation[1] + 1};
}

/// What the convolutional layers share: x [rows, height, width, channels] by a kernel [height, width, channels a group,
/// filters] whose taps lie `dilation` cells apart. `window` is the one that slides, of `dilated_size`.
///
/// Cells that are `dilation` apart meet each other only, so a dilated convolution is a plain one of each of the
/// `dilation` x `dilation` coarser images, taken as rows (Yu and Koltun, 2016; TensorFlow's space_to_batch).
Value convolved(Value x, Value kernel, const Window& window, std::array<int64_t, 2> dilation);

}  // namespace plumb
