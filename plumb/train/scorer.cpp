#include "plumb/train/scorer.h"

namespace plumb {

void add_answers(const TargetSpec& target, std::vector<double> answers, Predictions& to) {
  if (!target.is_number()) {
    to.probabilities = std::move(answers);
    if (target.choice != Choice::ordered) return;  // they are called by the metrics
    const std::span<const double> all(to.probabilities);
    for (size_t at = 0; at < all.size(); at += target.answers())
      to.called.push_back(static_cast<int32_t>(target.called(all.subspan(at, target.answers()))));
  } else if (target.quantiles.empty()) {
    to.predicted = std::move(answers);
  } else {
    to.quantiles = target.quantiles;
    for (size_t at = target.middle(); at < answers.size(); at += target.quantiles.size())
      to.predicted.push_back(answers[at]);
    to.at_quantiles = std::move(answers);
  }
}

Predictions predictions_of(const TrainTarget& target, std::span<const float> output, const TrainRows& truth) {
  const TensorRows& tensor = tensor_named(truth.targets, target.spec.name);
  Predictions result{.target = target.spec.name, .labels = target.spec.labels};
  result.weights.assign(truth.weights.begin(), truth.weights.end());
  const auto rows = static_cast<size_t>(tensor.rows);
  if (target.spec.is_class()) {
    const auto* codes = static_cast<const int32_t*>(tensor.data.get());
    result.classes.assign(codes, codes + rows);
    std::vector<double> probabilities;
    if (output.size() == rows && target.spec.labels.size() == 2) {  // one sigmoid
      for (const float p : output) {
        probabilities.push_back(1 - static_cast<double>(p));
        probabilities.push_back(p);
      }
    } else {
      probabilities.assign(output.begin(), output.end());
    }
    add_answers(target.spec, std::move(probabilities), result);
    return result;
  }
  const auto* numbers = static_cast<const float*>(tensor.data.get());
  const std::span truths(numbers, rows * static_cast<size_t>(count(tensor.row_shape)));
  if (target.spec.is_set()) {
    for (const float holds : truths) result.members.push_back(holds > 0.5F ? 1 : 0);
    result.probabilities.assign(output.begin(), output.end());
    return result;
  }
  const auto original = [&](double value) { return target.original ? target.original(value) : value; };
  for (const float value : truths) result.numbers.push_back(original(value));
  std::vector<double> answers;
  for (const float value : output) answers.push_back(original(value));
  add_answers(target.spec, std::move(answers), result);
  return result;
}

Scorer::Scorer(const Network& network, const std::vector<TrainTarget>& targets, const std::vector<TargetLoss>& losses,
               const TrainRows& rows, const TrainSettings& settings, int64_t batch_size, Precision precision,
               States& states)
    : targets_(targets),
      losses_(losses),
      rows_(rows),
      settings_(settings),
      precision_(precision),
      states_(states),
      graph_(score_graph(network, losses)),
      batches_(tensors_for(network, losses, rows, nullptr), {.batch_size = batch_size}) {
  initialise(*graph_.graph, states_, settings_.seed);
}

Executor& Scorer::plan_for(int64_t rows) {
  std::unique_ptr<Executor>& plan = plans_[rows];
  if (plan) return *plan;
  Values results = graph_.outputs;
  results.insert(results.end(), graph_.losses.begin(), graph_.losses.end());
  plan = make_executor(settings_.device, *graph_.graph, results, rows, states_,
                       {.threads = settings_.threads, .precision = precision_, .any_threads = settings_.any_threads});
  size_t index = 0;
  for (const Value input : graph_.inputs) plan->bind(input, batches_.data(index++));
  for (const Value target : graph_.targets) plan->bind(target, batches_.data(index++));
  return *plan;
}

size_t Scorer::memory_bytes() const {
  size_t bytes = 0;
  for (const auto& [rows, plan] : plans_) bytes += plan->memory_bytes();
  return bytes;
}

std::vector<float> Scorer::row_losses() {
  std::vector<float> all(static_cast<size_t>(batches_.rows()));
  for (batches_.start(0); batches_.next();) {
    Executor& plan = plan_for(batches_.size());
    plan.run();
    for (size_t t = 0; t < losses_.size(); ++t) {
      const auto* loss = static_cast<const float*>(plan.data(graph_.losses[t]));
      for (const int64_t row : batches_.chosen())
        all[static_cast<size_t>(row)] += static_cast<float>(losses_[t].weight) * *loss++;
    }
  }
  return all;
}

std::map<std::string, double> Scorer::score() {
  std::vector<std::vector<float>> outputs(losses_.size());
  std::vector<double> sums(losses_.size());
  double weight_sum = 0;
  for (batches_.start(0); batches_.next();) {
    Executor& plan = plan_for(batches_.size());
    plan.run();
    for (size_t t = 0; t < losses_.size(); ++t) {
      const auto* output = static_cast<const float*>(plan.data(graph_.outputs[t]));
      const int64_t width = count(graph_.outputs[t].shape()) / graph_.outputs[t].dim(0);
      outputs[t].insert(outputs[t].end(), output, output + batches_.size() * width);
      const auto* loss = static_cast<const float*>(plan.data(graph_.losses[t]));
      for (int64_t i = 0; i < batches_.size(); ++i) {
        const auto row = static_cast<size_t>(batches_.chosen()[static_cast<size_t>(i)]);
        const double weight = rows_.weights.empty() ? 1 : static_cast<double>(rows_.weights[row]);
        sums[t] += weight * static_cast<double>(loss[i]);
        if (t == 0) weight_sum += weight;
      }
    }
  }
  std::map<std::string, double> scores;
  double total = 0;
  for (size_t t = 0; t < losses_.size(); ++t) {
    const std::string prefix = losses_.size() == 1 ? "valid_" : "valid_" + targets_[t].spec.name + "_";
    scores[prefix + "loss"] = sums[t] / weight_sum;
    higher_[prefix + "loss"] = false;
    total += losses_[t].weight * sums[t] / weight_sum;
    const Predictions predictions = predictions_of(targets_[t], outputs[t], rows_);
    for (const Metric& metric : settings_.metrics) {
      if (!metric.fits(predictions)) continue;
      const Score score = metric.score(predictions);
      scores[prefix + score.name] = score.value;
      higher_[prefix + score.name] = metric.higher_is_better();
    }
  }
  scores["valid_loss"] = total;
  higher_["valid_loss"] = false;
  return scores;
}

}  // namespace plumb
