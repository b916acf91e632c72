#pragma once

#include <vector>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// How often each class was taken for each other, weighted by the rows: `at(i, j)` rows of class i were called j.
///
///     Confusion c(predictions);
///     c.precision(1);       // at(1, 1) / called(1); 0 where nothing was called 1, as scikit-learn's zero_division=0
///
/// Of sets, whose labels do not exclude each other, only the diagonal is known: rows that have the label and are called
/// it.
class Confusion {
 public:
  explicit Confusion(const Predictions& predictions);
  /// All labels counted together, as one: what averages call `micro`.
  Confusion pooled() const;
  size_t classes() const { return support_.size(); }
  double at(size_t truth, size_t called) const { return counts_[truth * classes() + called]; }
  double support(size_t label) const { return support_[label]; }  // rows that are of this class
  double called(size_t label) const { return called_[label]; }    // rows that were called so
  double total() const { return total_; }
  double correct() const;
  bool occurs(size_t label) const { return support(label) > 0 || called(label) > 0; }
  double precision(size_t label) const;
  double recall(size_t label) const;
  /// (1 + b^2) p r / (b^2 p + r)
  double f_score(size_t label, double beta = 1) const;

 private:
  Confusion() = default;
  std::vector<double> counts_, support_, called_;
  double total_ = 0;
};

}  // namespace plumb
