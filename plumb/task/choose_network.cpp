#include "plumb/task/choose_network.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/progress.h"
#include "plumb/core/text_table.h"
#include "plumb/data/profile.h"
#include "plumb/evaluate/log_loss.h"
#include "plumb/evaluate/rmse.h"
#include "plumb/model/networks/linear.h"
#include "plumb/model/networks/mlp.h"
#include "plumb/model/networks/tabular.h"
#include "plumb/prepare/statistics.h"
#include "plumb/task/anomaly.h"
#include "plumb/task/answering.h"
#include "plumb/task/network_defaults.h"
#include "plumb/train/interrupt.h"

namespace plumb {
namespace {

constexpr int64_t few_rows = 10'000;  // up to here a linear model may win
constexpr int64_t inner_folds = 3;
constexpr double watched = 0.15;  // of the rows of a fold's training

/// Whether rows are numbers, categories and short texts, with one target.
bool is_table(const Dataset& rows) {
  const auto not_inputs = rows.not_inputs();
  const auto fits = [&](const std::string& name) {
    const Column& column = rows.table.at(name);
    if (contains_word(not_inputs, name)) return true;
    if (column.type() == ColumnType::text) return mean_words(column) < words_of_prose;
    return column.type() != ColumnType::image && column.type() != ColumnType::list;
  };
  const auto& names = rows.table.names();
  return rows.targets.size() == 1 && std::all_of(names.begin(), names.end(), fits);
}

std::vector<NamedNetwork> contestants(int64_t rows) { return {LinearNetwork{}, Mlp::for_rows(rows), TabularNetwork{}}; }

/// What a network trained on some rows loses on others.
double loss_of(const FitRequest& request, const Dataset& data, const Parts& parts) {
  const Dataset train = data.take(parts.train), valid = data.take(parts.valid);
  ReadyFit fit = make_ready(request, train, &valid);
  TrainSettings settings = *request.race;
  settings.folder.clear();
  settings.quiet = true;
  settings.metrics.clear();
  settings.stop_after = 0;  // counts the updates of the model that is kept
  if (run_fit(fit, settings).interrupted) throw Stopped("stopped while networks were compared");
  Answering answering(std::move(fit.trained),
                      {.device = settings.device, .threads = settings.threads, .any_threads = settings.any_threads});
  const std::vector<Predictions> said = predictions(answering, data.take(parts.test));
  const Metric metric = said.at(0).classifies() ? Metric(LogLoss{}) : Metric(Rmse{});
  return reports(said, {metric}).at(0).scores.at(0).value;
}

NetworkChoice raced(const FitRequest& asked, const Dataset& train, const TableFacts& facts) {
  const Split split{.valid = watched, .folds = inner_folds};
  const std::vector<Parts> folds = fold(train.table, split, train.stratum(), asked.seed);
  NetworkChoice choice;
  choice.race = Entry::map();
  std::string scores;
  double best = INFINITY;
  say(fmt::format("auto: {} train rows are few; linear, mlp and tabular race on {} inner folds", facts.rows,
                  inner_folds));
  for (const NamedNetwork& contestant : contestants(facts.rows)) {
    const std::string word(contestant.name());
    FitRequest request = asked;
    request.model = contestant;
    std::vector<double> losses;
    for (const Parts& parts : folds) losses.push_back(loss_of(request, train, parts));
    choice.race.set(word, Form<std::vector<double>>::write(losses));
    scores += fmt::format("{}{} {}", scores.empty() ? "" : ", ", word, short_number(mean(losses)));
    if (mean(losses) < best) best = mean(losses), choice.model = request.model;
  }
  const std::string winner(choice.model.named()->name());
  choice.race.set("chosen", Entry::text(winner));
  choice.reasons.push_back(fmt::format("{} won the race on {} inner folds by {}: {}", winner, inner_folds,
                                       facts.classes ? "log_loss" : "rmse", scores));
  return choice;
}

}  // namespace

NetworkChoice choose_network(const FitRequest& request, const Dataset& train, const Dataset* valid) {
  if (const auto scores = network_for_anomalies(request.model, train.targets)) return {.model = *scores};
  const auto named = request.model.named();
  const TableFacts facts = facts_of(train, valid, request.rows);
  const bool settles =
      named && named->name() == "auto" && facts.rows >= fewest_rows_to_choose && facts.rows <= most_rows_to_choose;
  if (!settles || !is_table(train)) return {.model = request.model};
  if (facts.rows <= few_rows && request.race) return raced(request, train, facts);
  return {.model = NamedNetwork(TabularNetwork{}),
          .reasons = {fmt::format("tabular: a table of {} train rows", facts.rows)}};
}

}  // namespace plumb
