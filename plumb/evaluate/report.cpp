#include "plumb/evaluate/report.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/text_table.h"
#include "plumb/evaluate/confusion.h"

namespace plumb {
namespace {

std::string fixed(double value) { return std::isnan(value) ? "-" : fmt::format("{:.4f}", value); }

std::string class_table(const Predictions& predictions, const Confusion& confusion) {
  TextTable table({predictions.target, "precision", "recall", "f1", "rows"});
  for (size_t label = 0; label < confusion.classes(); ++label)
    table.row({predictions.labels[label], fixed(confusion.precision(label)), fixed(confusion.recall(label)),
               fixed(confusion.f_score(label)), with_commas(std::llround(confusion.support(label)))});
  table.line();
  double precision = 0, recall = 0, f1 = 0;
  const auto classes = static_cast<double>(confusion.classes());
  for (size_t label = 0; label < confusion.classes(); ++label) {
    precision += confusion.precision(label) / classes;
    recall += confusion.recall(label) / classes;
    f1 += confusion.f_score(label) / classes;
  }
  table.row({predictions.is_set() ? "mean of the labels" : "mean of the classes", fixed(precision), fixed(recall),
             fixed(f1), with_commas(std::llround(confusion.total()))});
  return table.text();
}

/// Rows are the truth, columns what the network called it. Many classes: the most frequent mistakes instead.
std::string confusion_table(const Predictions& predictions, const Confusion& confusion) {
  constexpr size_t widest = 12;
  if (confusion.classes() <= widest) {
    std::vector<std::string> header{"true \\ called"};
    for (const std::string& label : predictions.labels) header.push_back(label);
    TextTable table(header);
    for (size_t i = 0; i < confusion.classes(); ++i) {
      std::vector<std::string> cells{predictions.labels[i]};
      for (size_t j = 0; j < confusion.classes(); ++j) cells.push_back(with_commas(std::llround(confusion.at(i, j))));
      table.row(cells);
    }
    return table.text();
  }
  std::vector<std::pair<double, std::pair<size_t, size_t>>> mistakes;
  for (size_t i = 0; i < confusion.classes(); ++i)
    for (size_t j = 0; j < confusion.classes(); ++j)
      if (i != j && confusion.at(i, j) > 0) mistakes.push_back({-confusion.at(i, j), {i, j}});
  std::sort(mistakes.begin(), mistakes.end());
  mistakes.resize(std::min<size_t>(mistakes.size(), 10));
  TextTable table({"most frequent mistakes", "called", "rows"});
  for (const auto& [count, pair] : mistakes)
    table.row({predictions.labels[pair.first], predictions.labels[pair.second], with_commas(std::llround(-count))});
  return table.text();
}

Entry class_json(const Predictions& predictions, const Confusion& confusion) {
  Entry classes = Entry::map();
  for (size_t label = 0; label < confusion.classes(); ++label) {
    Entry one = Entry::map();
    one.set("precision", Entry::number(confusion.precision(label)));
    one.set("recall", Entry::number(confusion.recall(label)));
    one.set("f1", Entry::number(confusion.f_score(label)));
    one.set("rows", Entry::number(confusion.support(label)));
    classes.set(predictions.labels[label], one);
  }
  return classes;
}

Entry confusion_json(const Confusion& confusion) {
  Entry matrix = Entry::list();
  for (size_t i = 0; i < confusion.classes(); ++i) {
    Entry row = Entry::list();
    for (size_t j = 0; j < confusion.classes(); ++j) row.push(Entry::number(confusion.at(i, j)));
    matrix.push(row);
  }
  return matrix;
}

/// Where the errors lie: half of the rows are off by less than the median, one in ten by more than the 90 % line.
std::string error_table(const Predictions& predictions) {
  std::vector<double> errors;
  for (size_t i = 0; i < predictions.numbers.size(); ++i)
    errors.push_back(std::abs(predictions.numbers[i] - predictions.predicted[i]));
  std::sort(errors.begin(), errors.end());
  TextTable table({"error of " + predictions.target, "at most"});
  for (const int percent : {50, 75, 90, 95, 100}) {
    const size_t at = std::min(errors.size() - 1, errors.size() * static_cast<size_t>(percent) / 100);
    table.row({fmt::format("{} % of the rows", percent), short_number(errors[at])});
  }
  return table.text();
}

}  // namespace

std::vector<Metric> default_metrics(const Predictions& predictions) {
  std::vector<Metric> metrics;
  using Words = std::vector<std::string>;
  Words words = predictions.classifies() ? Words{"accuracy", "f1", "auc", "log_loss"}
                : predictions.is_set()   ? Words{"subset_accuracy", "hamming", "jaccard", "f1"}
                                         : Words{"rmse", "mae", "r2"};
  if (predictions.quantiles.size() > 1) words.emplace_back("coverage");
  for (const std::string& word : words) metrics.push_back(registry<Metric>().make(word));
  return metrics;
}

namespace {

void require_fitting(const Metric& metric, const Predictions& predictions) {
  require(metric.fits(predictions), "metric {} scores {}, but {} is {}; ask for {}", metric.name(),
          name_of(metric.needs()), predictions.target,
          predictions.classifies() ? "a class"
          : predictions.is_set()   ? "a set"
                                   : "a number",
          predictions.classifies() ? "accuracy, f1 or auc"
          : predictions.is_set()   ? "subset_accuracy, hamming, jaccard or f1"
                                   : "rmse, mae or r2");
}

/// NaN where the metric asks for more than a baseline says (several quantiles).
double score_of_baseline(const Metric& metric, const Predictions& predictions) {
  try {
    return metric.score(predictions).value;
  } catch (const Error&) {
    return NAN;
  }
}

/// The scores of each baseline, in the order of the metrics.
std::vector<std::vector<double>> baseline_scores(const std::vector<Metric>& metrics, const ReportOptions& options) {
  std::vector<std::vector<double>> all;
  for (const Baseline& baseline : options.baselines) {
    std::vector<double>& scores = all.emplace_back();
    for (const Metric& metric : metrics) scores.push_back(score_of_baseline(metric, baseline.predictions));
  }
  return all;
}

std::string score_table(const std::vector<Score>& scores, const ReportOptions& options,
                        const std::vector<std::vector<double>>& of_baselines) {
  std::vector<std::string> header{"metric", "value"};
  if (options.intervals) header.push_back(interval_head(options.intervals->level));
  for (const Baseline& baseline : options.baselines) header.push_back(baseline.name);
  TextTable table(header);
  const auto cell = [](double value) { return std::isnan(value) ? "-" : short_number(value); };
  for (size_t i = 0; i < scores.size(); ++i) {
    std::vector<std::string> cells{scores[i].name, cell(scores[i].value)};
    if (options.intervals) cells.push_back(interval_text(scores[i]));
    for (const auto& of_baseline : of_baselines) cells.push_back(cell(of_baseline[i]));
    table.row(cells);
  }
  return table.text();
}

/// Says by the first metric that tells them apart if the model is no better than a baseline.
std::string verdict(const Predictions& predictions, const std::vector<Metric>& metrics,
                    const std::vector<Score>& scores, const ReportOptions& options,
                    const std::vector<std::vector<double>>& of_baselines) {
  std::string text;
  for (size_t b = 0; b < options.baselines.size(); ++b)
    for (size_t i = 0; i < metrics.size(); ++i) {
      const double other = of_baselines[b][i];
      if (std::isnan(scores[i].value) || std::isnan(other)) continue;
      const bool better = metrics[i].higher_is_better() ? scores[i].value > other : scores[i].value < other;
      if (!better)
        text += fmt::format("{} of {} is no better than that of the {} ({} against {})\n", scores[i].name,
                            predictions.target,
                            options.baselines[b].name == "linear" ? "linear model" : options.baselines[b].name,
                            short_number(scores[i].value), short_number(other));
      break;
    }
  return text;
}

Entry baselines_json(const std::vector<Score>& scores, const ReportOptions& options,
                     const std::vector<std::vector<double>>& of_baselines) {
  Entry all = Entry::map();
  for (size_t b = 0; b < options.baselines.size(); ++b) {
    Entry one = Entry::map();
    for (size_t i = 0; i < scores.size(); ++i) one.set(scores[i].name, Entry::number(of_baselines[b][i]));
    all.set(options.baselines[b].name, one);
  }
  return all;
}

}  // namespace

Report report(const Predictions& predictions, const std::vector<Metric>& asked, const ReportOptions& options) {
  require(predictions.rows() > 0, "{}: there are no rows to score", predictions.target);
  const std::vector<Metric> metrics = asked.empty() ? default_metrics(predictions) : asked;
  for (const Metric& metric : metrics) require_fitting(metric, predictions);
  Report result{.target = predictions.target};
  result.json = Entry::map();
  result.json.set("rows", Entry::number(predictions.rows()));
  for (const Metric& metric : metrics) {
    result.scores.push_back(metric.score(predictions));
    result.json.set(result.scores.back().name, Entry::number(result.scores.back().value));
  }
  if (options.intervals) {
    const auto all = intervals(predictions, metrics, *options.intervals);
    for (size_t i = 0; i < metrics.size(); ++i) result.scores[i].interval = all[i];
    result.json.set("intervals", intervals_json(result.scores));
    result.json.set("interval_level", Entry::number(options.intervals->level));
  }
  const auto of_baselines = baseline_scores(metrics, options);
  if (!of_baselines.empty()) result.json.set("baselines", baselines_json(result.scores, options, of_baselines));
  result.text = score_table(result.scores, options, of_baselines) +
                verdict(predictions, metrics, result.scores, options, of_baselines) + "\n";
  if (predictions.classifies()) {
    const Confusion confusion(predictions);
    result.text += class_table(predictions, confusion) + "\n" + confusion_table(predictions, confusion);
    result.json.set("classes", class_json(predictions, confusion));
    result.json.set("confusion", confusion_json(confusion));
  } else if (predictions.is_set()) {
    const Confusion confusion(predictions);
    result.text += class_table(predictions, confusion);
    result.json.set("classes", class_json(predictions, confusion));
  } else {
    result.text += error_table(predictions);
  }
  Entry slices = Entry::map();
  for (const Slices& one : options.slices) {
    const SliceScores scores = score_slices(one, predictions, metrics, options.intervals);
    result.text += "\n" + scores.text();
    slices.set(one.column, scores.entry());
  }
  if (!options.slices.empty()) result.json.set("slices", slices);
  return result;
}

}  // namespace plumb
