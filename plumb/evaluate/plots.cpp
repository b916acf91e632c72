#include "plumb/evaluate/plots.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "plumb/core/text_table.h"
#include "plumb/evaluate/auc.h"
#include "plumb/evaluate/confusion.h"

namespace plumb {
namespace {

constexpr size_t most_lines = 6;
constexpr size_t most_points = 500;  // of a line: more than a picture can show

/// The last of two classes, or the most frequent of more.
std::vector<int64_t> shown_classes(const Predictions& predictions) {
  if (predictions.labels.size() == 2) return {1};
  std::vector<int64_t> counts(predictions.labels.size()), labels(predictions.labels.size());
  for (const int32_t code : predictions.classes) ++counts[static_cast<size_t>(code)];
  std::iota(labels.begin(), labels.end(), 0);
  std::stable_sort(labels.begin(), labels.end(), [&](int64_t a, int64_t b) {
    return counts[static_cast<size_t>(a)] > counts[static_cast<size_t>(b)];
  });
  labels.resize(std::min(labels.size(), most_lines));
  std::sort(labels.begin(), labels.end());
  return labels;
}

Chart chart_of_shares(std::string title, std::string x, std::string y) {
  constexpr std::array<double, 2> shares{0, 1};
  return {.title = std::move(title), .x = std::move(x), .y = std::move(y), .x_range = shares, .y_range = shares};
}

Chart::Series thinned(Chart::Series series) {
  const size_t n = series.x.size();
  if (n <= most_points) return series;
  Chart::Series some{.name = series.name};
  for (size_t i = 0; i < most_points; ++i) {
    const size_t at = i * (n - 1) / (most_points - 1);
    some.x.push_back(series.x[at]);
    some.y.push_back(series.y[at]);
  }
  return some;
}

/// `use(positives, negatives)` at every threshold, from the strictest; the sums of the weights that are called.
template <class Use>
std::array<double, 2> sweep(const Predictions& predictions, int64_t label, Use use) {
  const std::vector<Ranked> rows = ranked(predictions, label);
  double positives = 0, negatives = 0;
  for (size_t i = 0; i < rows.size();) {
    const double here = rows[i].probability;
    for (; i < rows.size() && rows[i].probability == here; ++i)
      (rows[i].is_label ? positives : negatives) += rows[i].weight;
    use(positives, negatives);
  }
  return {positives, negatives};
}

template <class Curve>
void add_lines(Chart& chart, const Predictions& predictions, Curve curve) {
  for (const int64_t label : shown_classes(predictions)) {
    Chart::Series line = thinned(curve(label));
    if (std::isnan(line.x.back()) || std::isnan(line.y.back())) continue;  // no row is of the class, or all are
    line.name = predictions.labels[static_cast<size_t>(label)];
    chart.series.push_back(std::move(line));
  }
}

}  // namespace

Chart::Series roc_curve(const Predictions& predictions, int64_t label) {
  Chart::Series line{.x = {0}, .y = {0}};
  const auto [positives, negatives] = sweep(predictions, label, [&](double found, double wrong) {
    line.x.push_back(wrong);
    line.y.push_back(found);
  });
  for (double& x : line.x) x /= negatives;
  for (double& y : line.y) y /= positives;
  return line;
}

Chart::Series pr_curve(const Predictions& predictions, int64_t label) {
  Chart::Series line{.x = {0}, .y = {1}};
  const auto [positives, negatives] = sweep(predictions, label, [&](double found, double wrong) {
    line.x.push_back(found);
    line.y.push_back(found / (found + wrong));
  });
  for (double& x : line.x) x /= positives;
  return line;
}

Chart roc_chart(const Predictions& predictions) {
  Chart chart = chart_of_shares("ROC of " + predictions.target, "false positive rate", "true positive rate");
  add_lines(chart, predictions, [&](int64_t label) { return roc_curve(predictions, label); });
  chart.series.push_back({.name = "by chance", .x = {0, 1}, .y = {0, 1}, .guide = true});
  return chart;
}

Chart pr_chart(const Predictions& predictions) {
  Chart chart = chart_of_shares("Precision and recall of " + predictions.target, "recall", "precision");
  add_lines(chart, predictions, [&](int64_t label) { return pr_curve(predictions, label); });
  return chart;
}

Chart reliability_chart(const Predictions& predictions) {
  Chart chart = chart_of_shares("Reliability of " + predictions.target, "probability that the model gives",
                                "share of the rows that are");
  constexpr size_t bins = 10;
  add_lines(chart, predictions, [&](int64_t label) {
    const std::vector<Ranked> rows = ranked(predictions, label);
    Chart::Series line;
    for (size_t bin = bins; bin-- > 0;) {  // rows fall, the line rises
      double weight = 0, said = 0, is = 0;
      for (size_t i = rows.size() * bin / bins; i < rows.size() * (bin + 1) / bins; ++i) {
        weight += rows[i].weight;
        said += rows[i].weight * rows[i].probability;
        is += rows[i].is_label ? rows[i].weight : 0;
      }
      if (weight == 0) continue;
      line.x.push_back(said / weight);
      line.y.push_back(is / weight);
    }
    return line;
  });
  chart.series.push_back({.name = "as it should be", .x = {0, 1}, .y = {0, 1}, .guide = true});
  return chart;
}

Chart residual_chart(const Predictions& predictions) {
  constexpr size_t most_dots = 2000;
  Chart chart{.title = "Residuals of " + predictions.target, .x = "prediction", .y = "truth - prediction"};
  Chart::Series dots{.dots = true};
  const size_t step = (predictions.numbers.size() + most_dots - 1) / most_dots;
  double low = INFINITY, high = -INFINITY;
  for (size_t i = 0; i < predictions.numbers.size(); i += std::max<size_t>(1, step)) {
    const double said = predictions.predicted[i], residual = predictions.numbers[i] - said;
    dots.x.push_back(said);
    dots.y.push_back(residual);
    if (!std::isfinite(residual)) continue;
    low = std::min(low, said);
    high = std::max(high, said);
  }
  chart.series = {std::move(dots), {.x = {low, high}, .y = {0, 0}, .guide = true}};
  return chart;
}

MatrixChart confusion_chart(const Predictions& predictions) {
  MatrixChart chart{.title = "Who was taken for whom: " + predictions.target,
                    .x = "called",
                    .y = "true",
                    .labels = predictions.labels};
  const Confusion confusion(predictions);
  for (size_t i = 0; i < confusion.classes(); ++i)
    for (size_t j = 0; j < confusion.classes(); ++j) chart.counts.push_back(confusion.at(i, j));
  return chart;
}

Chart learning_chart(const std::vector<std::map<std::string, double>>& epochs) {
  Chart chart{.title = "Loss by epoch", .x = "epoch", .y = "loss", .whole_x = true};
  for (const auto& [key, name] : {std::pair{"loss", "train"}, std::pair{"valid_loss", "valid"}}) {
    Chart::Series line{.name = name};
    for (size_t i = 0; i < epochs.size(); ++i) {
      const auto found = epochs[i].find(key);
      if (found == epochs[i].end()) continue;
      line.x.push_back(static_cast<double>(i + 1));
      line.y.push_back(found->second);
    }
    if (!line.x.empty()) chart.series.push_back(std::move(line));
  }
  return chart;
}

std::vector<std::pair<std::string, Chart>> charts_of(const Predictions& predictions) {
  if (predictions.is_set()) return {};
  if (!predictions.classifies()) return {{"residuals", residual_chart(predictions)}};
  return {{"roc", roc_chart(predictions)},
          {"precision_recall", pr_chart(predictions)},
          {"reliability", reliability_chart(predictions)}};
}

}  // namespace plumb
