#pragma once

#include <optional>

#include "plumb/task/fit.h"

namespace plumb {

/// Fewer train rows are too few to choose by, and more are too many for networks that look at them long.
inline constexpr int64_t fewest_rows_to_choose = 100, most_rows_to_choose = 1'000'000;

/// Which network a task gets, and how that was found out.
struct NetworkChoice {
  Architecture model = {};
  std::vector<std::string> reasons = {};
  Entry race = {};     // scores of each network in each fold; null: nothing was raced
  int64_t epochs = 0;  // after which the network was best in the race, on average; 0: nothing was raced
};

/// Settles `model: auto` for tables of numbers and categories, which a look at their types cannot settle.
///
///   few rows      the networks `linear`, `mlp` and `tabular` are trained on inner folds of the train rows, each as it
///                 would be for the task. The simplest is taken whose loss is above the smallest by less than a
///                 standard error of the difference: log_loss for classes, hamming for sets, rmse for numbers, rmsle
///                 for those that are learned as logarithms. On small sets a linear model is hard to beat, and smooth
///                 questions of some thousand rows suit an mlp.
///   more rows     `tabular`, which has room to be better
///
/// Where the task has no valid rows to watch, the network is trained for as many epochs as it was best after in the
/// race.
///
/// Any other network, and `auto` for tiny or very long tables and for images and texts, stays as it is: it chooses when
/// it sees the prepared inputs. Nothing of the valid and test rows is looked at. Without `request.race` nothing is
/// trained, and the table counts as one of more rows: for estimates. Throws `Stopped` where the user stops a race.
NetworkChoice choose_network(const FitRequest& request, const Dataset& train, const Dataset* valid);

/// The networks that are compared to choose one, from the simplest on; none where nothing is compared. Each is trained
/// on `share_of_inner_fold` of the train rows for each of the inner folds.
std::vector<NamedNetwork> networks_to_race(const FitRequest& request, const Dataset& train);
inline constexpr int64_t inner_folds = 3;
inline constexpr double watched_in_race = 0.15;  // of the rows that a fold does not ask about: its valid rows
inline constexpr double share_of_inner_fold = (1 - 1.0 / inner_folds) * (1 - watched_in_race);

}  // namespace plumb
