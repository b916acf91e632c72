#include "plumb/prepare/calculate.h"

#include <algorithm>

#include "plumb/prepare/formula.h"
#include "plumb/prepare/selection.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<Calculate>();

void Calculate::check(Problems& problems) const {
  if (columns.empty())
    problems.add("columns", "says nothing; write a name and a formula, as `columns: {density: people / area}`");
  for (const auto& [column, formula] : columns) try {
      const Formula parsed(formula);
    } catch (const Error& error) {
      problems.add("columns." + column, error.what());
    }
}

Calculate::State Calculate::fit(const Rows& train, const StepContext& context) const {
  Table first = train.chunks().at(0).slice(0, 0);
  for (const auto& [column, text] : columns) {
    require(!first.has(column), "calculate: there is a column \"{}\" already; choose another name", column);
    const Formula formula(text);
    for (const auto& read : select(name, formula.columns(), first, context, fits_numbers))
      require(std::find(context.targets.begin(), context.targets.end(), read) == context.targets.end(),
              "calculate: \"{}\" reads \"{}\", which no input may know: it is a target or an id", column, read);
    first.set(column, Column::numbers({}));
  }
  return {};
}

Table Calculate::apply(const State&, Table rows, const StepContext&) const {
  for (const auto& [column, formula] : columns) rows.set(column, Column::numbers(Formula(formula)(rows)));
  return rows;
}

void Calculate::emit(const State&, onnx::Columns& onnx) const {
  for (const auto& [column, formula] : columns) onnx.set_numbers({column}, Formula(formula).emit(onnx));
}

}  // namespace plumb
