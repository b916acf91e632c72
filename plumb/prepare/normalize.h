#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Scales pixels for the network: y = (pixel * scale - mean) / std, for each channel.
///
///     - normalize: {mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]}
///
/// `learn: true` takes mean and std from the train rows. Pixels stay bytes: the network applies the scale when it reads
/// them, and so does its ONNX form.
struct Normalize {
  std::vector<std::string> columns = {};
  double scale = 1.0 / 255;
  std::vector<double> mean = {};
  std::vector<double> std = {};
  bool learn = false;

  static constexpr auto name = "normalize";
  static constexpr auto summary = "Scales pixels for the network.";
  static constexpr auto example = "normalize: {mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5]}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns of images; empty means all of them.");
    field("scale", self.scale, "What a pixel from 0 to 255 is multiplied by first.", above(0));
    field("mean", self.mean, "What is then subtracted: one number, or one for each channel.");
    field("std", self.std, "What it is then divided by: one number, or one for each channel.", above(0));
    field("learn", self.learn, "Takes mean and std of each channel from the train rows.");
  }
  void check(Problems& problems) const;

  struct Scaled {
    std::string column = {};
    std::vector<double> scale = {}, shift = {};
    static void describe(auto& self, auto& field) {
      field("column", self.column, "The column of images.");
      field("scale", self.scale, "What pixels are multiplied by, for each channel.");
      field("shift", self.shift, "What is then added.");
    }
  };
  struct State {
    std::vector<Scaled> scaled = {};
    static void describe(auto& self, auto& field) { field("scaled", self.scaled, "Scale and shift of each column."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State&, onnx::Columns&) const {}  // in the network
  void hint(const State& state, std::map<std::string, ColumnHints>& hints) const;
};

}  // namespace plumb
