#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Adds all products of columns of numbers up to a degree: of a and b, with degree 2, `a^2`, `a*b` and `b^2`.
///
///     - polynomial: {columns: [length, width], degree: 2}
///
/// `interaction_only` leaves out those in which a column comes twice. As scikit-learn's PolynomialFeatures, without its
/// column of ones, which a network has as its bias; new columns come last. Products are large where numbers are:
/// `standardize` before it, or after it. A gap in a factor is a gap in the product.
struct Polynomial {
  std::vector<std::string> columns = {};
  int64_t degree = 2;
  bool interaction_only = false;

  static constexpr auto name = "polynomial";
  static constexpr auto summary = "Adds all products of numbers up to a degree.";
  static constexpr auto example = "polynomial: {columns: [length, width], degree: 2}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to multiply; empty means every number that is not a boolean.");
    field("degree", self.degree, "Factors of a product at most.", between(2, 10));
    field("interaction_only", self.interaction_only, "Whether each column comes once in a product at most.");
  }

  struct State {
    std::vector<std::string> columns = {};
    static void describe(auto& self, auto& field) { field("columns", self.columns, "Columns that are multiplied."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
