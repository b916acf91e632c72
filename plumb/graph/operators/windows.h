#pragma once

#include "plumb/graph/operators/rules.h"

/// What convolution and pooling share.
namespace plumb {

inline const Window& window_of(const Node& n) { return n.options.as<Window>(); }

/// [rows, height, width, channels] of what a window makes of x; an Error that names `op` where it does not fit.
Shape slid_shape(const std::string& op, const Window& window, Value x);

/// ONNX is channels-first: transposes around an operator, and the attributes of its window.
std::string onnx_channels_first(OnnxForm& form, const std::string& x);
std::string onnx_channels_last(OnnxForm& form, const std::string& x);
std::vector<OnnxAttribute> onnx_window(const Window& window);

}  // namespace plumb
