#include "plumb/prepare/bin.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "plumb/prepare/line_means.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/sorted_search.h"
#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<Bin>();

double as_float(double number) { return static_cast<float>(number); }

std::vector<double> evenly(double low, double high, int64_t bins) {
  std::vector<double> edges;
  for (int64_t i = 0; i <= bins; ++i)
    edges.push_back(low + (high - low) * static_cast<double>(i) / static_cast<double>(bins));
  edges.back() = high;
  return edges;
}

/// All edges, the outer ones too.
std::vector<double> edges_of(const Bin& step, const std::vector<double>& numbers) {
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  std::vector<double> edges = evenly(*least, *most, step.bins);
  if (step.strategy == BinStrategy::uniform) return edges;
  if (step.strategy == BinStrategy::quantile) {
    const std::vector<double> shares = evenly(0, 1, step.bins);
    for (size_t i = 0; i < edges.size(); ++i) edges[i] = quantile(numbers, shares[i]);
  } else {
    std::vector<double> middles;
    for (size_t i = 1; i < edges.size(); ++i) middles.push_back((edges[i - 1] + edges[i]) / 2);
    middles = line_means(numbers, middles);
    for (size_t i = 1; i < middles.size(); ++i) edges[i] = (middles[i - 1] + middles[i]) / 2;
  }
  std::vector<double> apart{edges.front()};
  for (size_t i = 1; i < edges.size(); ++i)
    if (edges[i] - edges[i - 1] > 1e-8) apart.push_back(edges[i]);
  return apart;
}

double bin_of(const Bin::Edges& edges, double number) {
  if (std::isnan(number)) return number;
  return static_cast<double>(std::upper_bound(edges.inner.begin(), edges.inner.end(), as_float(number)) -
                             edges.inner.begin());
}

std::vector<std::string> names_of(const Bin::Edges& edges) {
  std::vector<std::string> names;
  for (size_t i = 0; i <= edges.inner.size(); ++i) names.push_back(fmt::format("{}_bin_{}", edges.column, i));
  return names;
}

std::vector<double> numbered(size_t count) {
  std::vector<double> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0.0);
  return numbers;
}

}  // namespace

Bin::State Bin::fit(const Rows& train, const StepContext& context) const {
  State state;
  const Table& rows = train.chunks().at(0);
  for (const auto& column : select(name, columns, rows, context, fits_quantities, &fits_numbers)) {
    const auto numbers = present_numbers(train, column);
    require(!numbers.empty(), "bin: column \"{}\" is empty in every train row; leave it out", column);
    Edges edges{.column = column};
    const std::vector<double> all = edges_of(*this, numbers);
    require(all.front() < all.back() && all.size() > 2,
            "bin: column \"{}\" has no two bins: {}; leave it out of `columns`", column,
            all.front() < all.back() ? "too many rows have the same number" : "all train rows have the same number");
    for (size_t i = 1; i + 1 < all.size(); ++i) edges.inner.push_back(as_float(all[i]));
    if (encode == BinEncoding::one_hot)
      for (const auto& fresh : names_of(edges))
        require(!rows.has(fresh), "bin: there is a column \"{}\" already; rename it", fresh);
    state.edges.push_back(std::move(edges));
  }
  return state;
}

Table Bin::apply(const State& state, Table rows, const StepContext&) const {
  for (const Edges& edges : state.edges) {
    auto numbers = rows.at(edges.column).as_numbers();
    for (double& number : numbers) number = bin_of(edges, number);
    if (encode == BinEncoding::ordinal) {
      rows.set(edges.column, Column::numbers(std::move(numbers)));
      continue;
    }
    std::string after = edges.column;
    const auto names = names_of(edges);
    for (size_t bin = 0; bin < names.size(); ++bin) {
      std::vector<double> hit;
      for (const double number : numbers)
        hit.push_back(std::isnan(number) ? number : static_cast<double>(number == static_cast<double>(bin)));
      rows.insert_after(after, names[bin], Column::numbers(std::move(hit)));
      after = names[bin];
    }
    rows.erase(edges.column);
  }
  return rows;
}

void Bin::emit(const State& state, onnx::Columns& columns) const {
  if (state.edges.empty()) return;
  std::vector<std::string> names;
  SortedSearch::Lists knots, codes;
  for (const Edges& edges : state.edges) {
    names.push_back(edges.column);
    knots.push_back(edges.inner);
    knots.back().insert(knots.back().begin(), std::numeric_limits<float>::lowest());
    codes.push_back(numbered(knots.back().size()));
  }
  const auto x = columns.numbers(names);
  const auto seen = columns.cast(columns.cast(x, onnx::Element::f32), onnx::Element::f64);
  const SortedSearch search(columns, knots);
  const auto found = search.values(codes, search.place(seen));
  columns.set_numbers(names, columns.op("Where", {columns.op("IsNaN", {x}), x, found}));
  if (encode == BinEncoding::ordinal) return;
  for (const Edges& edges : state.edges) {
    const auto code = columns.numbers({edges.column});
    const auto bins = names_of(edges);
    const auto hit = columns.cast(columns.op("Equal", {code, columns.row(numbered(bins.size()))}), onnx::Element::f64);
    columns.replace(edges.column, bins, columns.op("Where", {columns.op("IsNaN", {code}), code, hit}));
  }
}

}  // namespace plumb
