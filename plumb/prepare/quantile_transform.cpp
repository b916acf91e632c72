#include "plumb/prepare/quantile_transform.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plumb/prepare/normal_quantile.h"
#include "plumb/prepare/quantile_sketch.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/sorted_search.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<QuantileTransform>();

using Curve = QuantileTransform::Curve;

constexpr double edge = 1e-7 - std::numeric_limits<double>::epsilon();  // shares of `normal` lie in [edge, 1 - edge]

double as_float(double number) { return static_cast<float>(number); }

/// A number that several quantiles share, and its neighbours that float32 cannot tell from it, become what float32
/// makes of it. The order stays: rounding keeps it.
void round_shared(std::vector<double>& quantiles) {
  std::vector<double> shared;
  for (size_t i = 1; i < quantiles.size(); ++i)
    if (quantiles[i] == quantiles[i - 1]) shared.push_back(as_float(quantiles[i]));
  for (double& quantile : quantiles)
    if (std::binary_search(shared.begin(), shared.end(), as_float(quantile))) quantile = as_float(quantile);
}

Curve curve_of(const std::string& column, std::vector<double> quantiles, const std::vector<double>& shares) {
  round_shared(quantiles);
  Curve curve{.column = column};
  for (size_t i = 0; i < quantiles.size(); ++i) {
    if (i > 0 && quantiles[i] == quantiles[i - 1]) {
      curve.up_to.back() = shares[i];
      continue;
    }
    curve.numbers.push_back(quantiles[i]);
    curve.below.push_back(shares[i]);
    curve.up_to.push_back(shares[i]);
  }
  if (curve.numbers.size() > 1) return curve;
  // All the same: 0 up to that number, 1 from the next on.
  const auto only = static_cast<float>(quantiles[0]);
  curve.numbers.push_back(std::nextafter(only, std::numeric_limits<float>::infinity()));
  curve.below.push_back(1);
  curve.up_to.push_back(1);
  return curve;
}

/// F at each number itself, how steep it is from there to the next, and the number where several quantiles share it,
/// else NaN.
struct Pieces {
  std::vector<double> at, slope, shared;
};

Pieces pieces_of(const Curve& curve) {
  Pieces pieces;
  const size_t last = curve.numbers.size() - 1;
  for (size_t i = 0; i <= last; ++i) {
    const bool is_end = i == 0 || i == last;
    pieces.at.push_back(is_end ? (i == 0 ? 0.0 : 1.0) : (curve.below[i] + curve.up_to[i]) / 2);
    pieces.slope.push_back(
        i == last ? 0 : (curve.below[i + 1] - curve.up_to[i]) / (curve.numbers[i + 1] - curve.numbers[i]));
    pieces.shared.push_back(curve.up_to[i] > curve.below[i] ? curve.numbers[i] : NAN);
  }
  return pieces;
}

double share_below(const Curve& curve, const Pieces& pieces, double x) {
  if (std::isnan(x)) return x;
  const auto place = [&](double number) {
    const auto next = std::upper_bound(curve.numbers.begin(), curve.numbers.end(), number);
    return static_cast<size_t>(std::max<std::ptrdiff_t>(next - curve.numbers.begin(), 1)) - 1;
  };
  x = std::clamp(x, curve.numbers.front(), curve.numbers.back());
  if (pieces.shared[place(as_float(x))] == as_float(x)) x = as_float(x);
  const size_t i = place(x);
  return x == curve.numbers[i] ? pieces.at[i] : curve.up_to[i] + (x - curve.numbers[i]) * pieces.slope[i];
}

}  // namespace

QuantileTransform::State QuantileTransform::fit(const Rows& train, const StepContext& context) const {
  int64_t rows = 0;
  for (const Table& chunk : train.chunks()) rows += chunk.rows();
  const int64_t count = std::max<int64_t>(std::min(n_quantiles, rows), 2);
  std::vector<double> shares;
  for (int64_t i = 0; i < count; ++i) shares.push_back(static_cast<double>(i) / static_cast<double>(count - 1));
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers)) {
    QuantileSketch sketch(static_cast<size_t>(exact_up_to));
    for (const double number : present_numbers(train, column)) sketch.add(number);
    require(sketch.count() > 0, "quantile_transform: column \"{}\" is empty in every train row; leave it out", column);
    state.curves.push_back(curve_of(column, sketch.quantiles(shares), shares));
  }
  return state;
}

Table QuantileTransform::apply(const State& state, Table rows, const StepContext&) const {
  const bool to_normal = output_distribution == OutputDistribution::normal;
  for (const Curve& curve : state.curves) {
    const Pieces pieces = pieces_of(curve);
    auto numbers = rows.at(curve.column).as_numbers();
    for (double& x : numbers) {
      x = share_below(curve, pieces, x);
      if (to_normal && !std::isnan(x)) x = normal_quantile(std::clamp(x, edge, 1 - edge));
    }
    rows.set(curve.column, Column::numbers(std::move(numbers)));
  }
  return rows;
}

void QuantileTransform::emit(const State& state, onnx::Columns& columns) const {
  if (state.curves.empty()) return;
  std::vector<std::string> names;
  SortedSearch::Lists numbers, up_to, at, slopes, shared;
  std::vector<double> least, most;
  for (const Curve& curve : state.curves) {
    Pieces pieces = pieces_of(curve);
    names.push_back(curve.column);
    numbers.push_back(curve.numbers), up_to.push_back(curve.up_to);
    at.push_back(std::move(pieces.at)), slopes.push_back(std::move(pieces.slope));
    shared.push_back(std::move(pieces.shared));
    least.push_back(curve.numbers.front()), most.push_back(curve.numbers.back());
  }
  const auto within = [&](const std::string& x, const std::string& low, const std::string& high) {
    const auto raised = columns.op("Where", {columns.op("Less", {x, low}), low, x});
    return columns.op("Where", {columns.op("Greater", {raised, high}), high, raised});
  };
  const auto held = within(columns.numbers(names), columns.row(least), columns.row(most));
  const SortedSearch search(columns, numbers);
  const auto rounded = columns.cast(columns.cast(held, onnx::Element::f32), onnx::Element::f64);
  const auto is_shared = columns.op("Equal", {search.values(shared, search.place(rounded)), rounded});
  const auto x = columns.op("Where", {is_shared, rounded, held});
  const auto place = search.place(x);
  const auto number = search.values(numbers, place);
  const auto more = columns.op("Mul", {columns.op("Sub", {x, number}), search.values(slopes, place)});
  const auto between = columns.op("Add", {search.values(up_to, place), more});
  const auto share = columns.op("Where", {columns.op("Equal", {x, number}), search.values(at, place), between});
  if (output_distribution == OutputDistribution::uniform) return columns.set_numbers(names, share);
  const auto inside = within(share, columns.row({edge}), columns.row({1 - edge}));
  columns.set_numbers(names, emit_normal_quantile(columns, inside));
}

}  // namespace plumb
