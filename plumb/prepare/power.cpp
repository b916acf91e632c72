#include "plumb/prepare/power.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "plumb/prepare/emit_log1p.h"
#include "plumb/prepare/minimum.h"
#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<Power>();

constexpr double most = 700;  // of a logarithm whose power is taken; exp(709) is the last that is finite

/// The exponent of a number with this sign. An exponent of 2^-60 is the logarithm, to the last bit: expm1(z) is z
/// there.
double exponent(double lambda, bool is_negative) {
  constexpr double logarithm = 0x1p-60;
  const double power = is_negative ? 2 - lambda : lambda;
  return std::abs(power) < logarithm ? logarithm : power;
}

double power_of(double x, double lambda) {
  const double power = exponent(lambda, x < 0);
  return std::copysign(std::expm1(std::min(power * std::log1p(std::abs(x)), most)) / power, x);
}

/// The log-likelihood of the powers as a normal distribution, with the sign turned; without what lambda does not
/// change.
double surprise(const std::vector<double>& numbers, double logs, double lambda) {
  std::vector<double> powers(numbers.size());
  std::transform(numbers.begin(), numbers.end(), powers.begin(), [&](double x) { return power_of(x, lambda); });
  long double squares = 0;
  const double centre = mean(powers);
  for (const double y : powers) squares += (y - centre) * static_cast<long double>(y - centre);
  const auto n = static_cast<double>(numbers.size());
  const double variance = static_cast<double>(squares) / n;
  if (!(variance > 0)) return std::numeric_limits<double>::infinity();
  return n / 2 * std::log(variance) - (lambda - 1) * logs;
}

/// The likeliest lambda, among those with which 20 times the largest number still has a variance (scipy's bounds).
double likeliest(const std::vector<double>& numbers) {
  using Limits = std::numeric_limits<double>;
  const auto [least, largest] = std::minmax_element(numbers.begin(), numbers.end());
  if (*least == *largest) return 1;
  const double reach = std::log1p(20 * std::max(std::abs(*least), std::abs(*largest)));
  const double log_epsilon = std::log(Limits::epsilon());
  double low = (std::log(Limits::min()) - log_epsilon) / 2 / reach;
  double high = (std::log(Limits::max()) + log_epsilon) / 2 / reach;
  if (*largest < 0)
    low = 2 - std::exchange(high, 2 - low);
  else if (*least < 0)
    low = std::max(2 - high, low), high = std::min(2 - low, high);
  double logs = 0;
  for (const double x : numbers) logs += std::copysign(std::log1p(std::abs(x)), x);
  return minimum([&](double lambda) { return surprise(numbers, logs, lambda); }, low, high);
}

}  // namespace

Power::State Power::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_quantities, &fits_numbers)) {
    auto numbers = present_numbers(train, column);
    require(!numbers.empty(), "power: column \"{}\" is empty in every train row; leave it out", column);
    state.columns.push_back(column);
    state.lambdas.push_back(likeliest(numbers));
    for (double& x : numbers) x = power_of(x, state.lambdas.back());
    const double spread = deviation(numbers);
    state.means.push_back(standardize ? mean(numbers) : 0);
    state.deviations.push_back(standardize && spread > 0 ? spread : 1);
  }
  return state;
}

Table Power::apply(const State& state, Table rows, const StepContext&) const {
  for (size_t i = 0; i < state.columns.size(); ++i) {
    auto numbers = rows.at(state.columns[i]).as_numbers();
    for (double& x : numbers) x = (power_of(x, state.lambdas[i]) - state.means[i]) / state.deviations[i];
    rows.set(state.columns[i], Column::numbers(std::move(numbers)));
  }
  return rows;
}

void Power::emit(const State& state, onnx::Columns& columns) const {
  if (state.columns.empty()) return;
  std::vector<double> of_positive, of_negative;
  for (const double lambda : state.lambdas)
    of_positive.push_back(exponent(lambda, false)), of_negative.push_back(exponent(lambda, true));
  const auto x = columns.numbers(state.columns);
  const auto is_negative = columns.op("Less", {x, columns.row({0})});
  const auto power = columns.op("Where", {is_negative, columns.row(of_negative), columns.row(of_positive)});
  const auto log = columns.op("Mul", {power, emit_log1p(columns, columns.op("Abs", {x}))});
  const auto ceiling = columns.row({most});
  const auto held = columns.op("Where", {columns.op("Greater", {log, ceiling}), ceiling, log});
  const auto size = columns.op("Div", {emit_expm1(columns, held), power});
  const auto y = columns.op("Where", {is_negative, columns.op("Neg", {size}), size});
  const auto centred = columns.op("Sub", {y, columns.row(state.means)});
  columns.set_numbers(state.columns, columns.op("Div", {centred, columns.row(state.deviations)}));
}

}  // namespace plumb
