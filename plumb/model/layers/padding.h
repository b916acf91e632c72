#pragma once

#include <array>

#include "plumb/graph/operators.h"

namespace plumb {

/// What a window does at the border of an image, in Keras's words.
enum class Padding { valid, same };
constexpr auto names(Padding) { return std::array{"valid", "same"}; }

/// The window of a layer on the image x; an Error says what to write where it does not fit.
Window window_on(Value x, std::array<int64_t, 2> size, std::array<int64_t, 2> strides, Padding padding);

}  // namespace plumb
