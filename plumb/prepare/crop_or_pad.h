#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/image_sizes.h"

namespace plumb {

/// Gives every image one height and width without scaling it: what is too large is cut off, what is too small gets a
/// border, the same on both sides.
///
///     - crop_or_pad: {height: 32, width: 32}
///
/// As TensorFlow's resize_with_crop_or_pad: of an odd number of pixels the one more is cut off or padded at
/// the bottom or right. ONNX graphs begin after this step: their input has this size.
struct CropOrPad {
  int64_t height = 0;
  int64_t width = 0;
  double fill_value = 0;
  std::vector<std::string> columns = {};

  static constexpr auto name = "crop_or_pad";
  static constexpr auto summary = "Gives every image one height and width by cutting and padding.";
  static constexpr auto example = "crop_or_pad: {height: 32, width: 32}";

  static void describe(auto& self, auto& field) {
    field("height", self.height, "New height in pixels; 0: that of the first train image.", between(0, 10000));
    field("width", self.width, "New width in pixels; 0: that of the first train image.", between(0, 10000));
    field("fill_value", self.fill_value, "The pixel of the border.", between(0, 255));
    field("columns", self.columns, "Columns of images; empty means all of them.");
  }

  using State = ImageSizes;
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State&, onnx::Columns&) const {}  // the graph begins with pixels of the right size
  void hint(const State& state, std::map<std::string, ColumnHints>& hints) const;
};

}  // namespace plumb
