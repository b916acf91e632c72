#pragma once

#include <string>
#include <vector>

#include "plumb/core/or_auto.h"
#include "plumb/prepare/step.h"

namespace plumb {

/// The Nystroem map (Williams and Seeger, 2001): numbers are replaced by how near each row is to some of the train
/// rows, turned so that products come near the kernel k(x, z) = exp(-gamma * squared distance); with all train rows
/// they are it.
///
///     - nystroem: {components: 100}
///
///   y = k(x, basis) K^(-1/2),   K = k(basis, basis), eigenvalues of 1e-12 at least
///
/// As scikit-learn's Nystroem with the kernel "rbf" and train rows that we draw; gamma auto is 1 / (columns * variance
/// of all cells). Distances depend on the units: `standardize` first. A gap makes all of a row's components gaps.
struct Nystroem {
  std::vector<std::string> columns = {};
  int64_t components = 100;
  OrAuto<double> gamma = {};
  std::string prefix = "nystroem_";

  static constexpr auto name = "nystroem";
  static constexpr auto summary = "Replaces numbers by nearness to train rows, so that products are the RBF kernel.";
  static constexpr auto example = "nystroem: {components: 100}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to replace; empty means every number that is not a boolean.");
    field("components", self.components, "How many train rows are the basis; all, if there are fewer.",
          between(1, 2000));
    field("gamma", self.gamma, "How fast the kernel falls with the squared distance.");
    field("prefix", self.prefix, "Begins the names of the new columns.");
  }
  void check(Problems& problems) const;

  struct State {
    std::vector<std::string> columns = {};
    double gamma = 1;
    std::vector<double> basis = {};  // [components, columns]
    std::vector<double> turn = {};   // [components, components]
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are replaced.");
      field("gamma", self.gamma, "How fast the kernel falls.");
      field("basis", self.basis, "Train rows of the basis, row by row.");
      field("turn", self.turn, "What nearness is multiplied by, row by row.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
