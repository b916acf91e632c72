#pragma once

#include <array>

#include "plumb/evaluate/one_vs_rest.h"

namespace plumb {

/// Area under the curve of precision over recall, as steps: the sum over thresholds of (R_n - R_(n-1)) P_n, equal
/// probabilities being one threshold. Tells more than `auc` where the positive class is rare. NaN where a class has no
/// row.
///
///     evaluate: [auc, average_precision]
struct AveragePrecision {
  OneVsRest options = {};

  static constexpr auto name = "average_precision";
  static constexpr auto summary = "Area under the precision-recall curve.";
  static constexpr std::array aliases{"pr_auc", "auprc"};
  static constexpr bool higher_is_better = true;
  static constexpr auto needs = Needs::labels;
  static void describe(auto& self, auto& field) { OneVsRest::describe(self.options, field); }
  Score score(const Predictions& predictions) const;
};

}  // namespace plumb
