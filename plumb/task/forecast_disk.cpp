#include "plumb/task/forecast_disk.h"

#include <algorithm>
#include <cmath>

#include "plumb/train/checkpoints.h"

namespace plumb {
namespace {

// Task, facts of the data, log and metrics.
constexpr double small_files = 16 << 10;

/// Schema, fitted steps and network: of the simple models, too, which stand behind the same steps.
double described_bytes(const Trained& trained) {
  double bytes = 0;
  for (const auto& [name, content] : parts_without_weights(trained)) bytes += static_cast<double>(content.size());
  return bytes;
}

/// Of the rows that are scored, what stays: their numbers, the target and the answer.
double prediction_bytes(const ReadyFit& fit, double rows) {
  double each = sizeof(int64_t);
  for (const auto& [target, output] : trace(fit.trained.network).outputs)
    each += sizeof(float) * (1 + static_cast<double>(count(output.shape()) / output.dim(0)));
  return rows * each;
}

/// The last checkpoints, the best one and the one that is being written, as far as the training comes to have so many;
/// each with the best weights where a callback keeps them.
double checkpoint_bytes(const TrainOptions& options, const TrainingCost& cost, const ForecastTraining& training) {
  const double kept = options.callbacks.empty() ? 0 : cost.weight_bytes;
  const double due = checkpoints_due(options.checkpoint.every, static_cast<double>(options.epochs), training.updates,
                                     training.seconds);
  return std::min(static_cast<double>(options.checkpoint.keep + 2), 1 + std::floor(due)) * (cost.state_bytes + kept);
}

/// What is drawn: of numbers a point a row, up to some thousands; of classes curves, of up to ten of them.
double picture_bytes(const std::vector<TrainedTarget>& targets) {
  constexpr double points = 48 << 10, curves = 8 << 10, most_curves = 10;
  double bytes = 0;
  for (const TrainedTarget& target : targets)
    bytes += target.spec.labels.empty()
                 ? points
                 : curves * (1 + std::min(most_curves, static_cast<double>(target.spec.labels.size())));
  return bytes;
}

}  // namespace

double run_folder_bytes(const Task& task, const ReadyFit& fit, const TrainingCost& cost,
                        std::optional<double> linear_weights, const ForecastTraining& training) {
  const double described = described_bytes(fit.trained), model = described + cost.weight_bytes;
  const double simple = linear_weights ? described + *linear_weights : 0;
  const double predictions = prediction_bytes(fit, training.scored_rows);
  const auto copies = static_cast<double>(1 + task.deploy.size());
  const auto folds = static_cast<double>(task.split.folds);
  double bytes = small_files + copies * model + simple + predictions + checkpoint_bytes(fit.options, cost, training);
  bytes += static_cast<double>(fit.options.callbacks.size()) * cost.weight_bytes;  // some write weights of their own
  if (folds > 0) bytes += folds * simple + predictions;
  if (task.evaluate.plots && training.scored_rows > 0) bytes += picture_bytes(fit.trained.targets);
  return bytes;
}

}  // namespace plumb
