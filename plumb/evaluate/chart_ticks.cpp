#include "plumb/evaluate/chart_ticks.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "plumb/core/text_table.h"

namespace plumb {
namespace {

/// As many digits as tell neighbours apart.
std::string tick_words(double value, double step) {
  const double size = std::abs(value);
  const int digits = std::max(0, -static_cast<int>(std::floor(std::log10(step * 1.0001))));
  if (size >= 1e9 || digits > 5) return fmt::format("{:.4g}", value);
  if (digits == 0) return with_commas(std::llround(value));
  return fmt::format("{:.{}f}", value, digits);
}

}  // namespace

Ticks ticks(double low, double high, bool whole) {
  const double rough = (high - low) / 5, power = std::pow(10, std::floor(std::log10(rough)));
  double step = power * 10;
  for (const double factor : {1.0, 2.0, 5.0})
    if (rough <= factor * power * 1.0001) {
      step = factor * power;
      break;
    }
  if (whole) step = std::max(step, 1.0);
  Ticks all;
  const double first = std::ceil(low / step - 1e-9), last = std::floor(high / step + 1e-9);
  for (double i = first; i <= last; ++i) {
    all.at.push_back(i == 0 ? 0 : i * step);  // never -0
    all.words.push_back(tick_words(all.at.back(), step));
  }
  return all;
}

Ticks log_ticks(double low, double high) {
  const double decades = std::log10(high / low);
  const std::vector<double> factors = decades < 2.5 ? std::vector{1.0, 2.0, 5.0} : std::vector{1.0};
  const double every = std::ceil(decades / 9);
  Ticks all;
  for (double power = std::floor(std::log10(low) / every) * every; power <= std::log10(high); power += every)
    for (const double factor : factors) {
      const double value = factor * std::pow(10, power);
      if (value < low * 0.9999 || value > high * 1.0001) continue;
      all.at.push_back(value);
      all.words.push_back(fmt::format("{:.3g}", value));
    }
  return all;
}

}  // namespace plumb
