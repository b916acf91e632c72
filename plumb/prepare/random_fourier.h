#pragma once

#include <string>
#include <vector>

#include "plumb/core/or_auto.h"
#include "plumb/prepare/step.h"

namespace plumb {

/// Random Fourier features (Rahimi and Recht, 2007): numbers are replaced by waves across them, whose products come
/// near the kernel exp(-gamma * squared distance) the more there are. A linear network on them is then a kernel
/// machine.
///
///     - random_fourier: {components: 100}
///
///   y_i = sqrt(2 / components) * cos(x w_i + b_i),   w_i normal with variance 2 gamma, b_i uniform in [0, 2 pi)
///
/// As scikit-learn's RBFSampler with draws of our own. gamma auto is 1 / (columns * variance of all cells), its
/// "scale". Distances depend on the units: `standardize` first. A gap makes all of a row's components gaps.
struct RandomFourier {
  std::vector<std::string> columns = {};
  int64_t components = 100;
  OrAuto<double> gamma = {};
  std::string prefix = "fourier_";

  static constexpr auto name = "random_fourier";
  static constexpr auto summary = "Replaces numbers by random waves whose products come near the RBF kernel.";
  static constexpr auto example = "random_fourier: {components: 100}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to replace; empty means every number that is not a boolean.");
    field("components", self.components, "How many waves.", between(1, 100000));
    field("gamma", self.gamma, "How fast the kernel falls with the squared distance.");
    field("prefix", self.prefix, "Begins the names of the new columns.");
  }
  void check(Problems& problems) const;

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> weights = {};  // [columns, components]
    std::vector<double> offsets = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are replaced.");
      field("weights", self.weights, "A row for each column, as long as there are components.");
      field("offsets", self.offsets, "Offset of each component.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
