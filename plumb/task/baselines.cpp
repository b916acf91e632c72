#include "plumb/task/baselines.h"

#include <algorithm>
#include <cstring>

#include "plumb/model/networks/linear.h"
#include "plumb/task/run_folder.h"
#include "plumb/task/target_codes.h"
#include "plumb/train/callbacks/early_stopping.h"
#include "plumb/train/optimizers/adam.h"

namespace plumb {
namespace {

constexpr int64_t most_rows = 20'000, most_valid_rows = 5'000;
constexpr int64_t most_numbers = 20'000;  // of the inputs of a row: an image that is larger takes too long
constexpr int64_t largest_batch = 256, smallest_batch = 8, updates_an_epoch = 16;  // where there are rows enough
constexpr int64_t most_updates = 2'000;
constexpr int64_t patience = 5, patient_updates = 100;  // epochs, of few rows more: so many updates at least
constexpr double most_work = 2e9;                       // weights times updates
constexpr double learning_rate = 0.01;

struct Stored {
  std::vector<Baselines::Constant> constants = {};
  static void describe(auto& self, auto& field) { field("constants", self.constants, "Of each target."); }
};

/// Every n-th row, so that at most `most` are left; they share no memory with the others.
TensorRows thinned(const TensorRows& rows, int64_t step) {
  TensorRows some = rows;
  some.rows = (rows.rows + step - 1) / step;
  const size_t size = rows.row_bytes();
  const auto bytes = std::make_shared<std::vector<std::byte>>(static_cast<size_t>(some.rows) * size);
  for (int64_t row = 0; row < some.rows; ++row)
    std::memcpy(bytes->data() + static_cast<size_t>(row) * size, rows.row(row * step), size);
  some.data = std::shared_ptr<const void>(bytes, bytes->data());
  return some;
}

TrainRows thinned(const TrainRows& rows, int64_t most) {
  const int64_t step = (rows.targets.front().rows + most - 1) / most;
  if (step <= 1) return rows;
  TrainRows some;
  for (const TensorRows& tensor : rows.inputs) some.inputs.push_back(thinned(tensor, step));
  for (const TensorRows& tensor : rows.targets) some.targets.push_back(thinned(tensor, step));
  for (size_t row = 0; row < rows.weights.size(); row += static_cast<size_t>(step))
    some.weights.push_back(rows.weights[row]);
  return some;
}

/// Of what was learned of a target, in its own unit: a mean of logarithms is not the logarithm of a mean.
double mean_of_numbers(const TrainedTarget& target, const TensorRows& learned) {
  if (target.transform == TargetTransform::none || learned.rows == 0) return target.mean;
  const auto* values = static_cast<const float*>(learned.data.get());
  double sum = 0;
  for (int64_t row = 0; row < learned.rows; ++row) sum += original(target, static_cast<double>(values[row]));
  return sum / static_cast<double>(learned.rows);
}

Baselines::Constant constant_of(const TrainedTarget& target, const TrainRows& rows) {
  const auto learned =
      std::find_if(rows.targets.begin(), rows.targets.end(), [&](const auto& t) { return t.name == target.spec.name; });
  Baselines::Constant constant{.target = target.spec.name};
  if (target.spec.is_number()) constant.mean = mean_of_numbers(target, *learned);
  if (!target.spec.is_class()) return constant;
  constant.shares.assign(target.spec.labels.size(), 0);
  const auto* codes = static_cast<const int32_t*>(learned->data.get());
  double all = 0;
  for (size_t row = 0; row < static_cast<size_t>(learned->rows); ++row) {
    const double weight = rows.weights.empty() ? 1 : static_cast<double>(rows.weights[row]);
    constant.shares[static_cast<size_t>(codes[row])] += weight;
    all += weight;
  }
  for (double& share : constant.shares) share /= all;
  return constant;
}

int64_t numbers_in(const TrainRows& rows) {
  int64_t numbers = 0;
  for (const TensorRows& tensor : rows.inputs) numbers += count(tensor.row_shape);
  return numbers;
}

int64_t weights_in(const Network& network) {
  int64_t weights = 0;
  const TracedNetwork traced = trace(network);
  for (const Parameter& parameter : traced.graph->parameters) weights += count(parameter.value.shape());
  return weights;
}

/// A whole number of passes over the rows within the bounds on updates and work.
int64_t epochs_for(const Network& network, int64_t in_epoch) {
  const auto affordable =
      static_cast<int64_t>(most_work / static_cast<double>(std::max<int64_t>(1, weights_in(network))));
  return std::max<int64_t>(1, std::min(most_updates, affordable) / in_epoch);
}

}  // namespace

Baselines fit_baselines(const ReadyFit& fit, BaselineKind kind, TrainSettings settings) {
  Baselines baselines;
  const auto& learned = fit.trained.targets;
  const bool anomalies = std::any_of(learned.begin(), learned.end(), [](const auto& t) { return bool(t.anomaly); });
  if (kind == BaselineKind::none || anomalies) return baselines;  // there is nothing that a simpler model could learn
  for (const TrainedTarget& target : fit.trained.targets) baselines.constants.push_back(constant_of(target, fit.rows));
  if (kind == BaselineKind::constant || numbers_in(fit.rows) > most_numbers) return baselines;

  Trained linear = fit.trained;
  std::vector<TrainTarget> targets;
  for (TrainedTarget& target : linear.targets) {
    target.calibration = {};
    target.threshold.reset();
    target.spec.quantiles.clear();  // the middle one alone
    targets.push_back(train_target(target));
  }
  const TrainRows rows = thinned(fit.rows, most_rows);
  const int64_t count = rows.targets.front().rows;
  linear.network = Architecture(NamedNetwork(LinearNetwork{})).build(context_of(linear, count)).network;
  linear.states = std::make_shared<States>();
  TrainOptions options;
  options.optimizer = Adam{.learning_rate = learning_rate};
  options.batch_size = std::min(std::clamp(count / updates_an_epoch, smallest_batch, largest_batch), count);
  const int64_t in_epoch = (count + options.batch_size - 1) / options.batch_size;
  options.epochs = epochs_for(linear.network, in_epoch);
  if (fit.valid) options.callbacks = {EarlyStopping{.patience = std::max(patience, patient_updates / in_epoch)}};
  settings.folder.clear();
  settings.checkpoints.clear();
  settings.resume = false;
  settings.stop_after = 0;
  settings.quiet = true;
  settings.metrics.clear();
  settings.augment = {};
  const std::optional<TrainRows> valid = fit.valid ? std::optional(thinned(*fit.valid, most_valid_rows)) : std::nullopt;
  const History history =
      train(linear.network, targets, rows, valid ? &*valid : nullptr, options, settings, *linear.states);
  baselines.interrupted = history.interrupted;
  baselines.linear = std::move(linear);
  return baselines;
}

std::vector<std::vector<Baseline>> say_of(const Baselines& baselines, const std::vector<Predictions>& truth,
                                          const Dataset& rows, const PredictorSettings& settings) {
  std::vector<std::vector<Baseline>> all(truth.size());
  for (size_t i = 0; i < truth.size() && i < baselines.constants.size(); ++i) {
    if (truth[i].is_set()) continue;  // no one set stands for all
    const Baselines::Constant& constant = baselines.constants[i];
    Baseline one{.name = truth[i].classifies() ? "majority" : "mean", .predictions = truth[i]};
    Predictions& said = one.predictions;
    said.called.clear();
    said.probabilities.clear();
    said.quantiles.clear();
    said.at_quantiles.clear();
    for (int64_t row = 0; row < said.rows(); ++row)
      said.probabilities.insert(said.probabilities.end(), constant.shares.begin(), constant.shares.end());
    said.predicted.assign(said.numbers.size(), constant.mean);
    all[i].push_back(std::move(one));
  }
  if (!baselines.linear) return all;
  Answering answering(*baselines.linear, settings);
  std::vector<Predictions> said = predictions(answering, rows);
  for (size_t i = 0; i < all.size(); ++i) all[i].push_back({.name = "linear", .predictions = std::move(said[i])});
  return all;
}

void save_baselines(const Path& folder, const Baselines& baselines) {
  if (baselines.constants.empty()) return;
  make_folder(folder);
  make_folder(folder / "baseline");
  write_file(folder / "baseline" / "constant.json", to_json(write_options(Stored{baselines.constants})) + "\n");
  if (baselines.linear) save_trained(folder / "baseline", *baselines.linear);
}

Baselines load_baselines(const Path& folder) {
  const Path file = folder / "baseline" / "constant.json";
  Baselines baselines;
  if (!std::filesystem::exists(file)) return baselines;
  Problems problems;
  auto stored = read_options<Stored>(parse_json(read_file(file), file.string()), problems);
  problems.raise();
  baselines.constants = std::move(stored->constants);
  if (std::filesystem::exists(folder / "baseline" / "network.json"))
    baselines.linear = load_trained(folder / "baseline");
  return baselines;
}

}  // namespace plumb
