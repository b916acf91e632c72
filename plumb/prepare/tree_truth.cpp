#include "plumb/prepare/tree_truth.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

std::string target_of(const std::string& step, const std::string& named, const Table& rows, const StepContext& context,
                      const std::string& instead) {
  if (!named.empty()) {
    if (!rows.has(named)) throw Error("{}: no column \"{}\"{}", step, named, did_you_mean(named, rows.names()));
    return named;
  }
  for (const auto& name : context.targets) {
    const bool is_id = std::find(context.ids.begin(), context.ids.end(), name) != context.ids.end();
    if (!is_id && rows.has(name)) return name;
  }
  throw Error("{}: there is no target to tell; write `target: column`, or {}", step, instead);
}

}  // namespace

std::vector<std::vector<double>> tree_truth(const std::string& step, const std::string& named, const Table& rows,
                                            const StepContext& context, const std::string& instead) {
  const std::string target = target_of(step, named, rows, context, instead);
  const Column& column = rows.at(target);
  if (column.is_numeric()) return {column.as_numbers()};
  if (!fits_words.fits(column))
    throw Error("{}: the target \"{}\" holds {}, expected numbers or words; name another, or {}", step, target,
                name_of(column.type()), instead);
  const Column words = *column.as(ColumnType::category);
  std::vector<std::vector<double>> truth(words.words().size(), std::vector<double>(static_cast<size_t>(words.size())));
  for (size_t row = 0; row < static_cast<size_t>(words.size()) && !truth.empty(); ++row) {
    const int32_t code = words.codes()[row];
    if (code < 0)
      truth.front()[row] = NAN;
    else
      truth[static_cast<size_t>(code)][row] = 1;
  }
  return truth;
}

}  // namespace plumb
