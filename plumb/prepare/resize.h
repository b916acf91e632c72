#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/image_sizes.h"

namespace plumb {

/// Gives every image one height and width.
///
///     - resize: {height: 32, width: 32}
///
/// Bilinear, with the centres of pixels at halves and edges repeated: the new pixel (i, j) is read at
/// y = (i + 0.5) * old height / new height - 0.5, x alike, from the four pixels around it, and rounded (halves up).
/// Shrinking to less than half takes the mean over the area that a new pixel covers instead, so that none is skipped.
/// ONNX graphs begin after this step: their input has this size.
struct Resize {
  int64_t height = 0;
  int64_t width = 0;
  std::vector<std::string> columns = {};

  static constexpr auto name = "resize";
  static constexpr auto summary = "Gives every image one height and width.";
  static constexpr auto example = "resize: {height: 32, width: 32}";

  static void describe(auto& self, auto& field) {
    field("height", self.height, "New height in pixels; 0: that of the first train image.", between(0, 10000));
    field("width", self.width, "New width in pixels; 0: that of the first train image.", between(0, 10000));
    field("columns", self.columns, "Columns of images; empty means all of them.");
  }

  using State = ImageSizes;
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State&, onnx::Columns&) const {}  // the graph begins with pixels of the right size
  void hint(const State& state, std::map<std::string, ColumnHints>& hints) const;
};

}  // namespace plumb
