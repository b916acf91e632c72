#include "plumb/prepare/quantile_sketch.h"

#include <algorithm>
#include <utility>

#include "plumb/core/error.h"

namespace plumb {

QuantileSketch::QuantileSketch(size_t capacity) : capacity_(std::max<size_t>(capacity, 2)) {}

void QuantileSketch::add(double number) {
  ++count_;
  if (levels_[0].size() == capacity_) halve(0);
  levels_[0].push_back(number);
}

void QuantileSketch::halve(size_t level) {
  if (level + 1 == levels_.size()) levels_.emplace_back(), second_.push_back(false);
  if (levels_[level + 1].size() + capacity_ / 2 > capacity_) halve(level + 1);
  auto& full = levels_[level];
  std::sort(full.begin(), full.end());
  std::vector<double> rest;
  if (full.size() % 2 == 1) rest.push_back(full.back()), full.pop_back();
  for (size_t i = second_[level] ? 1 : 0; i < full.size(); i += 2) levels_[level + 1].push_back(full[i]);
  second_[level] = !second_[level];
  full = std::move(rest);
}

std::vector<double> QuantileSketch::quantiles(const std::vector<double>& shares) const {
  if (count_ == 0) throw Bug("quantiles of no numbers");
  std::vector<std::pair<double, int64_t>> stands;  // a number, and for how many it stands
  for (size_t level = 0; level < levels_.size(); ++level)
    for (const double number : levels_[level]) stands.emplace_back(number, int64_t{1} << level);
  std::sort(stands.begin(), stands.end());
  int64_t below = 0;  // numbers up to and with each
  for (auto& [number, times] : stands) times = below += times;

  const auto at_rank = [&](int64_t rank) {
    const auto found = std::upper_bound(stands.begin(), stands.end(), rank,
                                        [](int64_t wanted, const auto& one) { return wanted < one.second; });
    return found->first;
  };
  std::vector<double> result;
  for (const double share : shares) {
    const double place = share * static_cast<double>(count_ - 1);
    const auto low = static_cast<int64_t>(place);
    const double under = at_rank(low), over = at_rank(std::min(low + 1, count_ - 1));
    result.push_back(under + (over - under) * (place - static_cast<double>(low)));
  }
  return result;
}

}  // namespace plumb
