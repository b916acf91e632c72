#pragma once

#include "plumb/evaluate/report.h"
#include "plumb/task/answering.h"
#include "plumb/task/evaluate_section.h"
#include "plumb/task/fit.h"

namespace plumb {

/// Simple models of the same train rows, whose scores stand beside those of the model in every report: who learned
/// nothing is seen at once.
///
/// The constant one says of each row how frequent the classes are among the train rows (so it calls the majority), or
/// their mean. The linear one is our own network `linear` behind the same prepare steps: up to 20,000 train rows, Adam,
/// early stopping on the valid rows, batches of 8 to 256 rows so that few rows, too, give 16 updates an epoch, at most
/// 2,000 updates, which takes about a second and less for tables.
struct Baselines {
  struct Constant {
    std::string target = {};
    std::vector<double> shares = {};  // of the classes; none: a number
    double mean = 0;
    static void describe(auto& self, auto& field) {
      field("target", self.target, "Its name.");
      field("shares", self.shares, "How frequent each class is.");
      field("mean", self.mean, "The mean of the numbers.");
    }
  };
  std::vector<Constant> constants = {};
  std::optional<Trained> linear = {};
  bool interrupted = false;  // the user stopped it
};

/// Fits those asked for, from the rows of a fit that is ready or done.
Baselines fit_baselines(const ReadyFit& fit, BaselineKind kind, TrainSettings settings);

/// What they say of labelled rows: a list for each target. `truth`: predictions of the same rows.
std::vector<std::vector<Baseline>> say_of(const Baselines& baselines, const std::vector<Predictions>& truth,
                                          const Dataset& rows, const PredictorSettings& settings);

/// `baseline/` of a run folder; nothing where there is none.
void save_baselines(const Path& folder, const Baselines& baselines);
Baselines load_baselines(const Path& folder);

}  // namespace plumb
