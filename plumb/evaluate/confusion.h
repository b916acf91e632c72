#pragma once

#include <vector>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// How often each class was taken for each other, weighted by the rows: `at(i, j)` rows of class i were called j.
///
///     Confusion c(predictions);
///     c.precision(1);       // at(1, 1) / called(1); 0 where nothing was called 1, as scikit-learn's zero_division=0
class Confusion {
 public:
  explicit Confusion(const Predictions& predictions);
  size_t classes() const { return classes_; }
  double at(size_t truth, size_t called) const { return counts_[truth * classes_ + called]; }
  double support(size_t label) const;  // rows that are of this class
  double called(size_t label) const;   // rows that were called so
  double total() const;
  double correct() const;
  bool occurs(size_t label) const { return support(label) > 0 || called(label) > 0; }
  double precision(size_t label) const;
  double recall(size_t label) const;
  /// (1 + b^2) p r / (b^2 p + r)
  double f_score(size_t label, double beta = 1) const;

 private:
  size_t classes_;
  std::vector<double> counts_;
};

}  // namespace plumb
