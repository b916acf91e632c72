#include "plumb/task/choose_network.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/progress.h"
#include "plumb/core/text_table.h"
#include "plumb/data/profile.h"
#include "plumb/evaluate/hamming.h"
#include "plumb/evaluate/log_loss.h"
#include "plumb/evaluate/paired.h"
#include "plumb/evaluate/rmse.h"
#include "plumb/evaluate/rmsle.h"
#include "plumb/model/networks/linear.h"
#include "plumb/model/networks/mlp.h"
#include "plumb/model/networks/tabular.h"
#include "plumb/prepare/statistics.h"
#include "plumb/task/anomaly.h"
#include "plumb/task/answering.h"
#include "plumb/task/folds.h"
#include "plumb/task/network_defaults.h"
#include "plumb/train/interrupt.h"

namespace plumb {
namespace {

constexpr int64_t few_rows = 10'000;  // up to here a linear model may win

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

/// A network in the race: its loss on each inner fold, after how many epochs it was best there, and what it said of all
/// their rows.
struct Contestant {
  NamedNetwork network;
  std::vector<double> losses = {}, epochs = {};
  std::vector<Predictions> said = {};
  std::string name() const { return std::string(network.name()); }
};

/// What networks are compared by: of classes the log loss, of sets the share of wrong labels, of numbers the error in
/// the unit in which they are learned, so that a few large ones decide no more than they do in training.
Metric loss_of(const Dataset& train) {
  const Target& target = train.targets.at(0);
  const TargetType type = type_of_target(target, train.table.at(target.column));
  if (type == TargetType::category || type == TargetType::ordinal) return LogLoss{};
  if (type == TargetType::set) return Hamming{};
  return target.transform == TargetTransform::log1p ? Metric(Rmsle{}) : Metric(Rmse{});
}

/// After how many epochs the loss of the rows that are watched was smallest.
double best_epoch(const History& history) {
  const auto less = [](const auto& a, const auto& b) { return a.at("valid_loss") < b.at("valid_loss"); };
  return 1.0 + static_cast<double>(std::min_element(history.epochs.begin(), history.epochs.end(), less) -
                                   history.epochs.begin());
}

/// Trains a network on some rows and asks it about others.
void race(Contestant& contestant, const Metric& loss, FitRequest request, const Dataset& data, const Parts& parts) {
  request.model = contestant.network;
  const Dataset train = data.take(parts.train), valid = data.take(parts.valid);
  ReadyFit fit = make_ready(request, train, &valid);
  TrainSettings settings = *request.race;
  settings.folder.clear();
  settings.quiet = true;
  settings.metrics.clear();
  settings.stop_after = 0;  // counts the updates of the model that is kept
  const History history = run_fit(fit, settings);
  if (history.interrupted) throw Stopped("stopped while networks were compared");
  Answering answering(std::move(fit.trained),
                      {.device = settings.device, .threads = settings.threads, .any_threads = settings.any_threads});
  const std::vector<Predictions> said = predictions(answering, data.take(parts.test));
  contestant.losses.push_back(loss.score(said.at(0)).value);
  contestant.epochs.push_back(best_epoch(history));
  append_fold(contestant.said, said);
}

/// The first whose loss is above the smallest by no more than luck: by less than a standard error of the difference on
/// the same rows (Breiman et al., Classification and regression trees, 1984, section 3.4.3).
const Contestant& simplest_of_the_best(const std::vector<Contestant>& all, const Contestant& best, const Metric& loss) {
  constexpr double one_standard_error = 0.317;  // of a normal, as much lies further out
  return *std::find_if(all.begin(), all.end(), [&](const Contestant& one) {
    return &one == &best || paired_difference(loss, best.said.at(0), one.said.at(0), {}).p > one_standard_error;
  });
}

NetworkChoice raced(const FitRequest& asked, const Dataset& train, const TableFacts& facts,
                    const std::vector<NamedNetwork>& networks) {
  const Split split{.valid = watched_in_race, .folds = inner_folds};
  const std::vector<Parts> folds = fold(train.table, split, train.stratum(), asked.seed);
  const Metric loss = loss_of(train);
  NetworkChoice choice;
  choice.race = Entry::map();
  std::string scores;
  say(fmt::format("auto: {} train rows are few; linear, mlp and tabular race on {} inner folds", facts.rows,
                  inner_folds));
  std::vector<Contestant> all;
  for (const NamedNetwork& network : networks) all.push_back({network});
  for (Contestant& contestant : all) {
    for (const Parts& parts : folds) race(contestant, loss, asked, train, parts);
    choice.race.set(contestant.name(), Form<std::vector<double>>::write(contestant.losses));
    scores +=
        fmt::format("{}{} {}", scores.empty() ? "" : ", ", contestant.name(), short_number(mean(contestant.losses)));
  }
  const Contestant& best = *std::min_element(
      all.begin(), all.end(), [](const Contestant& a, const Contestant& b) { return mean(a.losses) < mean(b.losses); });
  const Contestant& chosen = simplest_of_the_best(all, best, loss);
  choice.model = chosen.network;
  choice.epochs = std::llround(mean(chosen.epochs));
  choice.race.set("chosen", Entry::text(chosen.name()));
  choice.race.set("epochs", Entry::number(choice.epochs));
  const std::string how =
      &chosen == &best ? "" : fmt::format(", as the simplest of those that luck may part from {}", best.name());
  choice.reasons.push_back(fmt::format("{} won the race on {} inner folds by {}{}: {}", chosen.name(), inner_folds,
                                       loss.name(), how, scores));
  return choice;
}

/// Whether `auto` is settled by the kind and the number of rows.
bool settles(const Architecture& model, const Dataset& train, int64_t rows) {
  const auto named = model.named();
  return named && named->name() == "auto" && rows >= fewest_rows_to_choose && rows <= most_rows_to_choose &&
         is_table(train) && !network_for_anomalies(model, train.targets);
}

/// Of a table whose network is to be settled.
std::vector<NamedNetwork> rivals(int64_t rows) {
  if (rows > few_rows) return {};
  return {LinearNetwork{}, Mlp::for_rows(rows), TabularNetwork::for_rows(rows)};
}

}  // namespace

std::vector<NamedNetwork> networks_to_race(const FitRequest& request, const Dataset& train) {
  const int64_t rows = facts_of(train, nullptr, request.rows).rows;
  return settles(request.model, train, rows) ? rivals(rows) : std::vector<NamedNetwork>();
}

NetworkChoice choose_network(const FitRequest& request, const Dataset& train, const Dataset* valid) {
  if (const auto scores = network_for_anomalies(request.model, train.targets)) return {.model = *scores};
  const TableFacts facts = facts_of(train, valid, request.rows);
  if (!settles(request.model, train, facts.rows)) return {.model = request.model};
  if (const auto networks = rivals(facts.rows); !networks.empty() && request.race)
    return raced(request, train, facts, networks);
  return {.model = NamedNetwork(TabularNetwork::for_rows(facts.rows)),
          .reasons = {fmt::format("tabular: a table of {} train rows", facts.rows)}};
}

}  // namespace plumb
