#include "plumb/evaluate/paired.h"

#include <algorithm>
#include <cmath>

namespace plumb {

PairedDifference paired_difference(const Metric& metric, const Predictions& a, const Predictions& b,
                                   const Bootstrap& bootstrap) {
  PairedDifference result{.a = metric.score(a).value, .b = metric.score(b).value};
  auto scores = resampled_scores({{&metric, &a}, {&metric, &b}}, resamples_for(a, bootstrap), bootstrap.seed);
  std::vector<double> differences = std::move(scores[1]);
  for (size_t i = 0; i < differences.size(); ++i) differences[i] -= scores[0][i];
  const auto share = [&](auto holds) {
    return static_cast<double>(std::count_if(differences.begin(), differences.end(), holds)) /
           static_cast<double>(differences.size());
  };
  const double rarer = std::min(share([](double d) { return d <= 0; }), share([](double d) { return d >= 0; }));
  result.p = std::clamp(2 * rarer, 2 / static_cast<double>(differences.size()), 1.0);
  result.interval = middle(std::move(differences), bootstrap.level);
  return result;
}

double two_sided_binomial(int64_t k, int64_t n) {
  const auto count = static_cast<double>(n);
  double below = 0;
  for (int64_t i = 0; i <= k; ++i) {
    const auto x = static_cast<double>(i);
    below += std::exp(std::lgamma(count + 1) - std::lgamma(x + 1) - std::lgamma(count - x + 1) - count * std::log(2.0));
  }
  return std::min(1.0, 2 * below);
}

McNemar mcnemar(const Predictions& a, const Predictions& b) {
  McNemar result;
  for (int64_t row = 0; row < a.rows(); ++row) {
    const int32_t truth = a.classes[static_cast<size_t>(row)];
    const bool a_right = a.predicted_class(row) == truth, b_right = b.predicted_class(row) == truth;
    result.only_a += a_right && !b_right;
    result.only_b += b_right && !a_right;
  }
  result.p = two_sided_binomial(std::min(result.only_a, result.only_b), result.only_a + result.only_b);
  return result;
}

}  // namespace plumb
