// A step; its cases lie beside it, in trial_share.yaml.
#include <cmath>

#include "plumb/prepare/selection.h"
#include "plumb/prepare/step.h"

namespace plumb {
namespace {

/// Numbers as shares of the largest of the train rows.
struct TrialShare {
  static constexpr auto name = "trial_share";
  static constexpr auto summary = "Numbers as shares of the largest of the train rows.";
  static constexpr auto example = "trial_share";
  static void describe(auto&, auto&) {}

  struct State {
    std::vector<std::string> columns = {};
    std::vector<double> largest = {};
    static void describe(auto& self, auto& field) {
      field("columns", self.columns, "Columns that are divided.");
      field("largest", self.largest, "What by.");
    }
  };
  State fit(const Rows& train, const StepContext& context) const {
    State state;
    for (const auto& column : select(name, {}, train.chunks().at(0), context, fits_quantities)) {
      double largest = 0;
      for (const double x : present_numbers(train, column)) largest = std::max(largest, std::abs(x));
      state.columns.push_back(column);
      state.largest.push_back(largest > 0 ? largest : 1);
    }
    return state;
  }
  Table apply(const State& state, Table rows, const StepContext&) const {
    for (size_t i = 0; i < state.columns.size(); ++i) {
      auto numbers = rows.at(state.columns[i]).as_numbers();
      for (double& x : numbers) x /= state.largest[i];
      rows.set(state.columns[i], Column::numbers(std::move(numbers)));
    }
    return rows;
  }
  void emit(const State& state, onnx::Columns& columns) const {
    if (state.columns.empty()) return;
    columns.set_numbers(state.columns, columns.op("Div", {columns.numbers(state.columns), columns.row(state.largest)}));
  }
};

[[maybe_unused]] const bool registered = registry<Step>().add<TrialShare>();

}  // namespace
}  // namespace plumb
