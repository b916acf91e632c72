#include "plumb/task/folds.h"

#include <cmath>

#include "plumb/core/text_table.h"

namespace plumb {
namespace {

struct Spread {
  double mean = 0, deviation = 0;
  std::vector<double> values = {};
};

double mean_of(const std::vector<double>& values) {
  double mean = 0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  return mean;
}

Spread spread(const std::vector<std::vector<Report>>& folds, size_t target, size_t score) {
  Spread result;
  for (const auto& fold : folds) result.values.push_back(fold[target].scores[score].value);
  const auto n = static_cast<double>(result.values.size());
  result.mean = mean_of(result.values);
  for (const double value : result.values) result.deviation += (value - result.mean) * (value - result.mean);
  result.deviation = n > 1 ? std::sqrt(result.deviation / (n - 1)) : 0;
  return result;
}

/// {"majority": {"accuracy": 0.6}}, each the mean over the folds; null where there are no baselines.
Entry baseline_means(const std::vector<std::vector<Report>>& folds, size_t target) {
  const Entry* first = folds.front()[target].json.find("baselines");
  if (!first) return {};
  Entry means = Entry::map();
  for (const Entry::Field& baseline : first->fields()) {
    Entry one = Entry::map();
    for (const Entry::Field& score : baseline.value.fields()) {
      std::vector<double> values;
      for (const auto& fold : folds)
        values.push_back(fold[target].json.at("baselines").at(baseline.name).at(score.name).as_double());
      one.set(score.name, Entry::number(mean_of(values)));
    }
    means.set(baseline.name, one);
  }
  return means;
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
    if (const Entry simple = baseline_means(folds, target); !simple.is_null()) one.set("baselines", simple);
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

std::vector<Report> FoldScores::means() const {
  std::vector<Report> means;
  for (size_t target = 0; target < all.size(); ++target) {
    Report& mean = means.emplace_back(Report{.target = all[target].target, .json = Entry::map()});
    for (size_t i = 0; i < all[target].scores.size(); ++i)
      mean.scores.push_back({.name = all[target].scores[i].name, .value = spread(folds, target, i).mean});
    if (const Entry simple = baseline_means(folds, target); !simple.is_null()) mean.json.set("baselines", simple);
  }
  return means;
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

void FoldCollector::add(const std::vector<Predictions>& of_fold, const std::vector<Metric>& metrics,
                        const std::vector<std::vector<Baseline>>& baselines) {
  std::vector<ReportOptions> options;
  for (const std::vector<Baseline>& of_target : baselines) options.push_back({.baselines = of_target});
  folds_.push_back(reports(of_fold, metrics, options));
  append_fold(pooled_, of_fold);
}

FoldScores FoldCollector::scores(const std::vector<Metric>& metrics, const std::vector<ReportOptions>& options) const {
  return {.folds = folds_, .all = reports(pooled_, metrics, options)};
}

}  // namespace plumb
