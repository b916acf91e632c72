#include "plumb/prepare/embedding_bins.h"

#include <algorithm>
#include <cmath>

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"
#include "plumb/prepare/tree_split.h"
#include "plumb/prepare/tree_truth.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<EmbeddingBins>();

std::vector<double> by_tree(const EmbeddingBins& step, const std::vector<double>& cells,
                            const std::vector<std::vector<double>>& truth) {
  std::vector<double> x;
  std::vector<std::vector<double>> y(truth.size());
  for (size_t row = 0; row < cells.size(); ++row) {
    if (truth.empty() || std::isnan(cells[row]) || std::isnan(truth.front()[row])) continue;
    x.push_back(cells[row]);
    for (size_t k = 0; k < truth.size(); ++k) y[k].push_back(truth[k][row]);
  }
  return tree_thresholds(x, y, {.leaves = step.bins, .rows = step.min_rows});
}

std::vector<double> by_quantiles(const EmbeddingBins& step, std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  std::vector<double> inner;
  for (int64_t i = 1; i < step.bins; ++i) {
    const double place =
        static_cast<double>(numbers.size() - 1) * static_cast<double>(i) / static_cast<double>(step.bins);
    const auto low = static_cast<size_t>(place);
    const double next = numbers[std::min(low + 1, numbers.size() - 1)];
    inner.push_back(numbers[low] + (next - numbers[low]) * (place - std::floor(place)));
  }
  return inner;
}

}  // namespace

EmbeddingBins::State EmbeddingBins::fit(const Rows& train, const StepContext& context) const {
  State state;
  const Table rows = train.all();
  const auto chosen = select(name, columns, rows, context, fits_quantities, &fits_numbers);
  if (chosen.empty()) return state;
  const auto truth = by == BinsBy::tree ? tree_truth(name, target, rows, context, "`by: quantiles`")
                                        : std::vector<std::vector<double>>{};
  for (const auto& column : chosen) {
    const auto numbers = present_numbers(train, column);
    require(!numbers.empty(), "embedding_bins: column \"{}\" is empty in every train row; leave it out", column);
    const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
    std::vector<double> edges =
        by == BinsBy::tree ? by_tree(*this, rows.at(column).as_numbers(), truth) : by_quantiles(*this, numbers);
    edges.push_back(*low);
    edges.push_back(*high > *low ? *high : *low + 1);
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    state.binned.push_back({column, std::move(edges)});
  }
  return state;
}

void EmbeddingBins::hint(const State& state, std::map<std::string, ColumnHints>& hints) const {
  for (const Binned& one : state.binned) hints[one.column].edges = one.edges;
}

}  // namespace plumb
