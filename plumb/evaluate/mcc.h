#pragma once

#include <array>

#include "plumb/evaluate/metric.h"

namespace plumb {

/// Matthews' correlation of truth and call (1975), for any number of classes (Gorodkin, 2004): 1 for all right, 0 for
/// chance, also where one class is rare. 0 where the truth or the calls are all one class, as scikit-learn.
struct Mcc {
  static constexpr auto name = "mcc";
  static constexpr auto summary = "Matthews correlation coefficient.";
  static constexpr std::array aliases{"matthews_corrcoef"};
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::classes;
  static constexpr bool reads_calls = true;
  static void describe(auto&, auto&) {}
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
