#include "plumb/task/tested.h"

#include "plumb/task/folds.h"

namespace plumb {
namespace {

/// What one row takes until it is scored: what each model says of it, in vectors that double, and orders of rows.
double bytes_a_row(const Trained& trained, size_t models) {
  double answers = 0;
  for (const TrainedTarget& target : trained.targets)
    answers +=
        8 * static_cast<double>(std::max<size_t>(1, target.spec.labels.size() + target.spec.quantiles.size())) + 4;
  return 2 * answers * static_cast<double>(models) + 40;
}

Table only(const Table& table, const std::vector<std::string>& names) {
  Table some;
  for (const std::string& name : names)
    if (table.has(name)) some.set(name, table.at(name));
  return some;
}

}  // namespace

void append_baselines(std::vector<std::vector<Baseline>>& all, const std::vector<std::vector<Baseline>>& more) {
  if (all.empty()) {
    all = more;
    return;
  }
  for (size_t target = 0; target < all.size(); ++target)
    for (size_t i = 0; i < all[target].size(); ++i) {
      std::vector pooled{std::move(all[target][i].predictions)};
      append_fold(pooled, {more[target][i].predictions});
      all[target][i].predictions = std::move(pooled.front());
    }
}

Tested test_rows(Answering& answering, const Baselines& baselines, Dataset rows, const PredictorSettings& settings) {
  Tested tested{.said = predictions(answering, rows)};
  tested.baselines = say_of(baselines, tested.said, rows, settings);
  tested.rows = std::move(rows);
  return tested;
}

Tested test_pieces(Answering& answering, const Baselines& baselines,
                   const std::function<void(const std::function<void(const Dataset& rows)>&)>& each,
                   const std::vector<std::string>& slices, const PredictorSettings& settings) {
  Tested all;
  each([&](const Dataset& rows) {
    const std::vector<Predictions> said = predictions(answering, rows);
    append_baselines(all.baselines, say_of(baselines, said, rows, settings));
    const bool first = all.said.empty();
    append_fold(all.said, said);
    const Table sliced = only(rows.table, slices);
    all.rows = rows.with(first ? sliced : all.rows.table.append(sliced));
  });
  return all;
}

Tested test_rows(Answering& answering, const Baselines& baselines, const StreamedData& stream,
                 const std::vector<std::string>& slices, const PredictorSettings& settings) {
  const size_t models = 1 + (baselines.constants.empty() ? 0 : 1) + (baselines.linear ? 1 : 0);
  const double bytes = bytes_a_row(answering.trained(), models);
  return test_pieces(
      answering, baselines, [&](const auto& use) { stream.each_test_piece(bytes, use); }, slices, settings);
}

}  // namespace plumb
