#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Makes images grey, in one channel or in three equal ones (for networks that were trained on colour).
///
///     - to_grayscale: {channels: 3}
///
/// Grey is Pillow's, as of torchvision's Grayscale: (19595 red + 38470 green + 7471 blue + 32768) >> 16. ONNX graphs
/// begin after this step: their input is grey.
struct ToGrayscale {
  int64_t channels = 1;
  std::vector<std::string> columns = {};

  static constexpr auto name = "to_grayscale";
  static constexpr auto summary = "Makes images grey.";
  static constexpr auto example = "to_grayscale: {channels: 3}";

  static void describe(auto& self, auto& field) {
    field("channels", self.channels, "1, or 3 equal ones.", between(1, 3));
    field("columns", self.columns, "Columns of images; empty means all of them.");
  }
  void check(Problems& problems) const;

  struct State {
    std::vector<std::string> columns = {};
    static void describe(auto& self, auto& field) { field("columns", self.columns, "Columns that are changed."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State&, onnx::Columns&) const {}  // the graph begins with grey pixels
  void hint(const State& state, std::map<std::string, ColumnHints>& hints) const;
};

}  // namespace plumb
