#include "plumb/evaluate/slices.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace plumb {
namespace {

constexpr size_t most_values = 12;  // of numbers that are a group each
constexpr size_t most_groups = 50;  // of words; the rest are one group

std::vector<Slices::Group> by_quartiles(const Column& column) {
  const std::vector<double> numbers = column.as_numbers();
  std::vector<double> sorted;
  for (const double value : numbers)
    if (!std::isnan(value)) sorted.push_back(value);
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> edges;  // behind the last of a group
  for (const size_t quarter : {1, 2, 3}) edges.push_back(sorted[sorted.size() * quarter / 4]);
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  const auto edge = [&](size_t i) { return fmt::format("{:.5g}", edges[i]); };
  std::vector<Slices::Group> groups(edges.size() + 1);
  for (size_t i = 0; i < groups.size(); ++i)
    groups[i].value = i == 0              ? "below " + edge(0)
                      : i == edges.size() ? "from " + edge(i - 1)
                                          : edge(i - 1) + " to " + edge(i);
  Slices::Group missing{.value = "missing"};
  for (size_t row = 0; row < numbers.size(); ++row) {
    const auto at = std::upper_bound(edges.begin(), edges.end(), numbers[row]) - edges.begin();
    (std::isnan(numbers[row]) ? missing : groups[static_cast<size_t>(at)]).rows.push_back(static_cast<int64_t>(row));
  }
  groups.push_back(std::move(missing));
  std::erase_if(groups, [](const Slices::Group& group) { return group.rows.empty(); });
  return groups;
}

std::vector<Slices::Group> by_value(const Column& column) {
  std::map<std::string, std::vector<int64_t>> groups;
  for (int64_t row = 0; row < column.size(); ++row)
    groups[column.missing(row) ? "missing" : column.shown(row)].push_back(row);
  std::vector<Slices::Group> all;
  for (auto& [value, rows] : groups) all.push_back({value, std::move(rows)});
  if (all.size() <= most_groups) return all;
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.rows.size() > b.rows.size(); });
  Slices::Group rest{.value = fmt::format("{} others", all.size() - most_groups)};
  for (size_t i = most_groups; i < all.size(); ++i)
    rest.rows.insert(rest.rows.end(), all[i].rows.begin(), all[i].rows.end());
  all.resize(most_groups);
  all.push_back(std::move(rest));
  return all;
}

}  // namespace

Slices slices_of(const std::string& name, const Column& column) {
  if (column.is_numeric()) {
    std::vector<double> values = column.as_numbers();
    std::erase_if(values, [](double value) { return std::isnan(value); });
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (values.size() > most_values) return {.column = name, .groups = by_quartiles(column)};
  }
  return {.column = name, .groups = by_value(column)};
}

SliceScores score_slices(const Slices& slices, const Predictions& predictions, const std::vector<Metric>& metrics,
                         const std::optional<Bootstrap>& bootstrap) {
  SliceScores result{.slices = slices, .bootstrap = bootstrap};
  if (bootstrap) result.bootstrap->resamples = resamples_for(predictions, *bootstrap);
  for (const Slices::Group& group : slices.groups) {
    const Predictions part = predictions.take(group.rows);
    std::vector<Score>& scores = result.scores.emplace_back();
    for (const Metric& metric : metrics) scores.push_back(metric.score(part));
    if (!bootstrap || group.few()) continue;
    const auto all = intervals(part, metrics, *result.bootstrap);
    for (size_t i = 0; i < metrics.size(); ++i) scores[i].interval = all[i];
  }
  return result;
}

namespace {

/// With the intervals of the first `shown` metrics.
TextTable table_of(const SliceScores& of, size_t shown) {
  std::vector<std::string> header{of.slices.column, "rows"};
  const auto add = [&](std::vector<std::string>& cells, size_t i, const std::string& value,
                       const std::string& interval) {
    cells.push_back(value);
    if (i < shown) cells.push_back(interval);
  };
  for (size_t i = 0; i < of.scores.front().size(); ++i)
    add(header, i, of.scores.front()[i].name, of.bootstrap ? interval_head(of.bootstrap->level) : "");
  TextTable table(header);
  for (size_t group = 0; group < of.scores.size(); ++group) {
    const Slices::Group& rows = of.slices.groups[group];
    std::vector<std::string> cells{rows.value + (rows.few() ? " *" : ""),
                                   with_commas(static_cast<int64_t>(rows.rows.size()))};
    for (size_t i = 0; i < of.scores[group].size(); ++i) {
      const Score& score = of.scores[group][i];
      add(cells, i, std::isnan(score.value) ? "-" : short_number(score.value), interval_text(score));
    }
    table.row(cells);
  }
  return table;
}

}  // namespace

std::string SliceScores::text(int width) const {
  constexpr int as_wide_as_it_is = 100'000;
  const auto fits = [&](size_t intervals) {
    const TextTable table = table_of(*this, intervals);
    return table.text(width) == table.text(as_wide_as_it_is);
  };
  size_t shown = bootstrap ? scores.front().size() : 0;
  while (shown > 0 && !fits(shown)) --shown;
  const bool any_few =
      std::any_of(slices.groups.begin(), slices.groups.end(), [](const auto& one) { return one.few(); });
  return table_of(*this, shown).text(width) + (any_few ? "* fewer than 30 rows: these scores say little\n" : "");
}

Entry SliceScores::entry() const {
  Entry groups = Entry::map();
  for (size_t group = 0; group < scores.size(); ++group) {
    const Slices::Group& of = slices.groups[group];
    Entry one = Entry::map();
    one.set("rows", Entry::number(static_cast<int64_t>(of.rows.size())));
    if (of.few()) one.set("few", Entry::boolean(true));
    for (const Score& score : scores[group]) one.set(score.name, Entry::number(score.value));
    if (bootstrap && !of.few()) one.set("intervals", intervals_json(scores[group]));
    groups.set(of.value, one);
  }
  return groups;
}

}  // namespace plumb
