#include "plumb/evaluate/slices.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "plumb/core/text_table.h"

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

std::string slices_text(const Slices& slices, const Predictions& predictions, const std::vector<Metric>& metrics) {
  std::vector<std::string> header{slices.column, "rows"};
  for (const Metric& metric : metrics) header.push_back(metric.score_name());
  TextTable table(header);
  bool any_few = false;
  for (const Slices::Group& group : slices.groups) {
    const Predictions part = predictions.take(group.rows);
    std::vector<std::string> cells{group.value + (group.few() ? " *" : ""), with_commas(part.rows())};
    for (const Metric& metric : metrics) {
      const double value = metric.score(part).value;
      cells.push_back(std::isnan(value) ? "-" : short_number(value));
    }
    table.row(cells);
    any_few |= group.few();
  }
  return table.text() + (any_few ? "* fewer than 30 rows: these scores say little\n" : "");
}

Entry slices_json(const Slices& slices, const Predictions& predictions, const std::vector<Metric>& metrics) {
  Entry groups = Entry::map();
  for (const Slices::Group& group : slices.groups) {
    const Predictions part = predictions.take(group.rows);
    Entry one = Entry::map();
    one.set("rows", Entry::number(part.rows()));
    if (group.few()) one.set("few", Entry::boolean(true));
    for (const Metric& metric : metrics) one.set(metric.score_name(), Entry::number(metric.score(part).value));
    groups.set(group.value, one);
  }
  return groups;
}

}  // namespace plumb
