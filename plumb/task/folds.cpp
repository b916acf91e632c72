#include "plumb/task/folds.h"

#include <cmath>

#include "plumb/core/text_table.h"

namespace plumb {
namespace {

struct Spread {
  double mean = 0, deviation = 0;
  std::vector<double> values = {};
};

Spread spread(const std::vector<std::vector<Report>>& folds, size_t target, size_t score) {
  Spread result;
  for (const auto& fold : folds) result.values.push_back(fold[target].scores[score].value);
  const auto n = static_cast<double>(result.values.size());
  for (const double value : result.values) result.mean += value / n;
  for (const double value : result.values) result.deviation += (value - result.mean) * (value - result.mean);
  result.deviation = n > 1 ? std::sqrt(result.deviation / (n - 1)) : 0;
  return result;
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

Entry FoldScores::entry() const {
  Entry entry = Entry::map(), targets = Entry::map();
  entry.set("folds", Entry::number(static_cast<int64_t>(folds.size())));
  for (size_t target = 0; target < all.size(); ++target) {
    Entry one = Entry::map(), scores = Entry::map();
    for (size_t i = 0; i < all[target].scores.size(); ++i) {
      const Spread values = spread(folds, target, i);
      Entry score = Entry::map();
      score.set("mean", Entry::number(values.mean));
      score.set("deviation", Entry::number(values.deviation));
      score.set("folds", Form<std::vector<double>>::write(values.values));
      scores.set(all[target].scores[i].name, score);
    }
    one.set("scores", scores);
    one.set("all_rows", all[target].json);
    targets.set(all[target].target, one);
  }
  entry.set("targets", targets);
  return entry;
}

std::string FoldScores::text() const {
  std::string text;
  for (size_t target = 0; target < all.size(); ++target) {
    std::vector<std::string> header{all[target].target, "mean", "spread"};
    for (size_t fold = 0; fold < folds.size(); ++fold) header.push_back(fmt::format("fold {}", fold + 1));
    TextTable table(header);
    for (size_t i = 0; i < all[target].scores.size(); ++i) {
      const Spread values = spread(folds, target, i);
      std::vector<std::string> cells{all[target].scores[i].name, short_number(values.mean),
                                     "± " + short_number(values.deviation)};
      for (const double value : values.values) cells.push_back(short_number(value));
      table.row(cells);
    }
    text += table.text();
  }
  return text;
}

void append_fold(std::vector<Predictions>& pooled, const std::vector<Predictions>& of_fold) {
  if (pooled.empty()) {
    pooled = of_fold;
    return;
  }
  for (size_t i = 0; i < pooled.size(); ++i) {
    append(pooled[i].classes, of_fold[i].classes);
    append(pooled[i].probabilities, of_fold[i].probabilities);
    append(pooled[i].numbers, of_fold[i].numbers);
    append(pooled[i].predicted, of_fold[i].predicted);
    append(pooled[i].weights, of_fold[i].weights);
    append(pooled[i].called, of_fold[i].called);
    append(pooled[i].members, of_fold[i].members);
    append(pooled[i].at_quantiles, of_fold[i].at_quantiles);
  }
}

void FoldCollector::add(const std::vector<Predictions>& of_fold, const std::vector<Metric>& metrics) {
  folds_.push_back(reports(of_fold, metrics));
  append_fold(pooled_, of_fold);
}

FoldScores FoldCollector::scores(const std::vector<Metric>& metrics, const std::vector<ReportOptions>& options) const {
  return {.folds = folds_, .all = reports(pooled_, metrics, options)};
}

}  // namespace plumb
