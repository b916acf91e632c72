#pragma once

#include <string>
#include <vector>

#include "plumb/core/or_auto.h"
#include "plumb/prepare/kernels.h"
#include "plumb/prepare/step.h"

namespace plumb {

/// The Nystroem map (Williams and Seeger, 2001): numbers are replaced by how alike each row is to some of the train
/// rows, turned so that products come near the kernel k(x, z); with all train rows they are it.
///
///     - nystroem: {components: 100}
///     - nystroem: {kernel: polynomial, degree: 2}
///
///   y = k(x, basis) K^(-1/2),   K = k(basis, basis), eigenvalues of a size of 1e-12 at least
///
/// Kernels (prepare/kernels.h): rbf, laplacian, polynomial, sigmoid, linear, cosine, as in scikit-learn's Nystroem; the
/// train rows we draw ourselves. `gamma: auto` is 1 over the columns and the variance of all cells (laplacian: their
/// deviation), so that units do not matter; of standardized numbers it is scikit-learn's 1 / columns. Columns of
/// different units still weigh as much as they vary: `standardize` first. Sigmoid is no inner product, so the turn
/// takes the sizes of its eigenvalues, as scikit-learn. A gap makes all of a row's components gaps.
struct Nystroem {
  std::vector<std::string> columns = {};
  int64_t components = 100;
  Kernel kernel = Kernel::rbf;
  OrAuto<double> gamma = {};
  int64_t degree = 3;
  double coef0 = 1;
  std::string prefix = "nystroem_";

  static constexpr auto name = "nystroem";
  static constexpr auto summary = "Replaces numbers by likeness to train rows, so that products are a kernel.";
  static constexpr auto example = "nystroem: {components: 100}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to replace; empty means every number that is not a boolean.");
    field("components", self.components, "How many train rows are the basis; all, if there are fewer.",
          between(1, 2000));
    field("kernel", self.kernel, "What products come near.");
    field("gamma", self.gamma, "How fast the kernel falls or rises; not of linear and cosine.");
    field("degree", self.degree, "The power, of polynomial.", at_least(1));
    field("coef0", self.coef0, "What is added to the product, of polynomial and sigmoid.");
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
      field("gamma", self.gamma, "How fast the kernel falls or rises.");
      field("basis", self.basis, "Train rows of the basis, row by row.");
      field("turn", self.turn, "What likeness is multiplied by, row by row.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
