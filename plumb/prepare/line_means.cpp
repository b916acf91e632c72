#include "plumb/prepare/line_means.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

/// The nearest middle of each number, the first of several.
std::vector<size_t> nearest(const std::vector<double>& numbers, const std::vector<double>& middles) {
  std::vector<size_t> groups;
  for (const double number : numbers) {
    const auto closer = [&](double a, double b) { return std::abs(number - a) < std::abs(number - b); };
    groups.push_back(static_cast<size_t>(std::min_element(middles.begin(), middles.end(), closer) - middles.begin()));
  }
  return groups;
}

/// The means of the groups. Empty ones take the furthest numbers from theirs.
std::vector<double> means_of(const std::vector<double>& numbers, const std::vector<size_t>& groups,
                             const std::vector<double>& middles) {
  std::vector<double> sums(middles.size()), counts(middles.size());
  for (size_t i = 0; i < numbers.size(); ++i) sums[groups[i]] += numbers[i], ++counts[groups[i]];
  std::vector<size_t> furthest(numbers.size());
  std::iota(furthest.begin(), furthest.end(), size_t{0});
  const auto distance = [&](size_t i) { return std::abs(numbers[i] - middles[groups[i]]); };
  const auto empty = std::count(counts.begin(), counts.end(), 0.0);
  std::partial_sort(furthest.begin(), furthest.begin() + std::min<std::ptrdiff_t>(empty, std::ssize(furthest)),
                    furthest.end(), [&](size_t a, size_t b) { return distance(a) > distance(b); });
  auto next = furthest.begin();
  for (size_t k = 0; k < counts.size(); ++k) {
    if (counts[k] > 0 || next == furthest.end() || distance(*next) == 0) continue;
    const size_t taken = *next++;
    sums[groups[taken]] -= numbers[taken], --counts[groups[taken]];
    sums[k] = numbers[taken], counts[k] = 1;
  }
  std::vector<double> means = middles;
  for (size_t k = 0; k < counts.size(); ++k)
    if (counts[k] > 0) means[k] = sums[k] / counts[k];
  return means;
}

}  // namespace

std::vector<double> line_means(const std::vector<double>& numbers, std::vector<double> middles) {
  const double enough = 1e-4 * std::pow(deviation(numbers), 2);
  std::vector<size_t> before;
  for (int round = 0; round < 300; ++round) {
    const std::vector<size_t> groups = nearest(numbers, middles);
    const std::vector<double> means = means_of(numbers, groups, middles);
    double moved = 0;
    for (size_t k = 0; k < means.size(); ++k) moved += (means[k] - middles[k]) * (means[k] - middles[k]);
    middles = means;
    if (groups == before || moved <= enough) break;
    before = groups;
  }
  std::sort(middles.begin(), middles.end());
  return middles;
}

}  // namespace plumb
