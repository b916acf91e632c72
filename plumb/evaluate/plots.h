#pragma once

#include <map>

#include "plumb/evaluate/chart.h"
#include "plumb/evaluate/matrix_chart.h"
#include "plumb/evaluate/metric.h"

namespace plumb {

/// The curves that people want to see of predictions. Of more than two classes a line each for the six most frequent,
/// against the rest; none for a class that no row or every row has, of which nothing is told apart.
///
/// ROC: true against false positive rate at every threshold. PR: precision against recall. Reliability: of the rows
/// that get about this probability, how many are of the class (ten bins with equally many rows). Residuals: truth minus
/// prediction by prediction, of up to 2,000 rows.
Chart roc_chart(const Predictions& predictions);
Chart pr_chart(const Predictions& predictions);
Chart reliability_chart(const Predictions& predictions);
Chart residual_chart(const Predictions& predictions);
MatrixChart confusion_chart(const Predictions& predictions);

/// Loss and valid loss, or another value, by epoch.
Chart learning_chart(const std::vector<std::map<std::string, double>>& epochs);

/// Points of the ROC curve of a class, from (0, 0) to (1, 1); of the PR curve, recall as x.
Chart::Series roc_curve(const Predictions& predictions, int64_t label);
Chart::Series pr_curve(const Predictions& predictions, int64_t label);

/// The charts of a target by name ("roc"), without those that do not fit.
std::vector<std::pair<std::string, Chart>> charts_of(const Predictions& predictions);

}  // namespace plumb
