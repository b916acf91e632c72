#include "plumb/train/rate_range.h"

#include <algorithm>
#include <cmath>

#include "plumb/train/stepper.h"
#include "plumb/train/train_rows.h"

namespace plumb {
namespace {

constexpr double memory = 0.95, worst = 4;

/// A mean that forgets, without the pull of its beginning at zero.
std::vector<double> smoothed(const std::vector<double>& losses) {
  std::vector<double> smooth;
  double sum = 0, weight = 0;
  for (const double loss : losses) {
    sum = memory * sum + (1 - memory) * loss;
    weight = memory * weight + (1 - memory);
    smooth.push_back(sum / weight);
  }
  return smooth;
}

}  // namespace

void read_range(RateRange& range) {
  range.smooth = smoothed(range.losses);
  const std::vector<double>& smooth = range.smooth;
  const size_t window = std::max<size_t>(1, smooth.size() / 20);
  require(smooth.size() > 2 * window, "the loss is no number after {} updates; begin with a smaller rate: --low {:.3g}",
          smooth.size(), range.rates.empty() ? 0 : range.rates.front() / 100);
  range.lowest = static_cast<size_t>(std::min_element(smooth.begin(), smooth.end()) - smooth.begin());
  double fastest = 0;
  for (size_t i = window; i + window < smooth.size() && i <= range.lowest; ++i) {
    const double slope =
        (smooth[i + window] - smooth[i - window]) / std::log(range.rates[i + window] / range.rates[i - window]);
    if (slope >= fastest) continue;
    fastest = slope;
    range.steepest = i;
  }
  require(fastest < 0, "the loss fell at no rate from {:.3g} to {:.3g}; try others: --low, --high, more --steps",
          range.rates.front(), range.rates.back());
}

RateRange rate_range(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
                     const TrainOptions& options, const TrainSettings& settings, const RateRangeOptions& asked) {
  require(asked.low < asked.high, "the rates must rise: --low {} is not below --high {}", asked.low, asked.high);
  States states;
  const TracedNetwork inference = trace(network);
  initialise(*inference.graph, states, settings.seed);
  const std::vector<TargetLoss> losses = losses_for(network, targets, options, !rows.weights.empty());
  Batches batches(tensors_for(network, losses, rows, &options.class_weights),
                  {.batch_size = std::min(options.batch_size, rows.targets.at(0).rows),
                   .shuffle = true,
                   .seed = settings.seed,
                   .classes = classes_to_balance(losses, rows, options)});
  Stepper stepper(network, losses, options, settings, options.precision.chosen.value_or(Precision::fp32), batches,
                  states);
  const double growth = std::pow(asked.high / asked.low, 1.0 / static_cast<double>(asked.steps - 1));
  RateRange range;
  double sum = 0, weight = 0, least = INFINITY, rate = asked.low;
  int64_t epoch = 0, batch = 0;
  batches.start(epoch);
  for (int64_t step = 0; step < asked.steps; ++step, rate *= growth) {
    if (batch >= batches.per_epoch()) {
      batches.start(++epoch);
      batch = 0;
    }
    const int64_t end = std::min(batch + options.accumulate, batches.per_epoch());
    const double loss = stepper.update(batch, end, rate).loss;
    batch = end;
    sum = memory * sum + (1 - memory) * loss;
    weight = memory * weight + (1 - memory);
    range.diverged = !std::isfinite(loss) || (step > asked.steps / 10 && sum / weight > worst * least);
    if (range.diverged) break;
    least = std::min(least, sum / weight);
    range.rates.push_back(rate);
    range.losses.push_back(loss);
  }
  read_range(range);
  return range;
}

}  // namespace plumb
