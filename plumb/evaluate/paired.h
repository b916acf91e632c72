#pragma once

#include "plumb/evaluate/intervals.h"

namespace plumb {

/// Whether two models differ on the same rows, or only by the luck of which rows they were.

/// The difference b - a of a metric, its interval and the probability that no difference would look so: both models are
/// scored on the same draws of a bootstrap, so what makes a row hard for both cancels out. p is twice the share of the
/// differences on the rarer side of 0 (Efron and Tibshirani, 1993, chapter 15), never less than 2 in the resamples.
struct PairedDifference {
  double a = 0, b = 0;
  std::optional<std::array<double, 2>> interval = {};
  double p = 1;
};
PairedDifference paired_difference(const Metric& metric, const Predictions& a, const Predictions& b,
                                   const Bootstrap& bootstrap);

/// McNemar's exact test (1947): of the rows that one model calls right and the other wrong, are as many of the one kind
/// as of the other? Two-sided binomial, SciPy's `binomtest`. Weights do not count.
struct McNemar {
  int64_t only_a = 0, only_b = 0;  // rows that only this one calls right
  double p = 1;
};
McNemar mcnemar(const Predictions& a, const Predictions& b);

/// P(X <= k or X >= n - k) for X ~ Binomial(n, 1/2), k <= n/2.
double two_sided_binomial(int64_t k, int64_t n);

}  // namespace plumb
