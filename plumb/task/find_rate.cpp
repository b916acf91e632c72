#include "plumb/task/find_rate.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/text_table.h"
#include "plumb/engine/devices.h"
#include "plumb/evaluate/chart.h"
#include "plumb/task/fit.h"
#include "plumb/task/runner.h"
#include "plumb/task/settle_precision.h"
#include "plumb/task/streamed.h"

namespace plumb {
namespace {

/// A rate that a person would write: two digits.
std::string round_rate(double rate) { return fmt::format("{:.2g}", rate); }

}  // namespace

std::string FoundRate::text() const {
  TextTable table({"learning rate", "loss", "smooth", ""});
  const size_t every = std::max<size_t>(1, range.rates.size() / 20);
  for (size_t i = 0; i < range.rates.size(); ++i) {
    const bool marked = i == range.steepest || i == range.lowest;
    if (i % every != 0 && !marked) continue;
    table.row({round_rate(range.rates[i]), short_number(range.losses[i]), short_number(range.smooth[i]),
               i == range.steepest ? "falls fastest"
               : i == range.lowest ? "least"
                                   : ""});
  }
  std::string text = table.text() + "\n";
  if (range.diverged) text += fmt::format("Above {} the loss explodes.\n", round_rate(range.rates.back()));
  text += fmt::format(
      "Suggested for {}: learning_rate: {}, where the loss falls fastest (the task says {}). At most {}, a tenth of "
      "the rate of the least loss; as the peak of a one_cycle schedule that one.\n",
      optimizer, round_rate(range.suggested()), round_rate(given), round_rate(range.highest()));
  return text;
}

Entry FoundRate::entry() const {
  Entry entry = Entry::map();
  entry.set("optimizer", Entry::text(optimizer));
  entry.set("suggested", Entry::number(range.suggested()));
  entry.set("highest", Entry::number(range.highest()));
  entry.set("given", Entry::number(given));
  entry.set("diverged", Entry::boolean(range.diverged));
  entry.set("rates", Form<std::vector<double>>::write(range.rates));
  entry.set("losses", Form<std::vector<double>>::write(range.losses));
  entry.set("smooth", Form<std::vector<double>>::write(range.smooth));
  return entry;
}

std::string FoundRate::svg() const {
  const std::vector<double>& smooth = range.smooth;
  const auto shown = std::minmax_element(smooth.begin(), smooth.end());
  const double least = *shown.first, most = *shown.second, room = std::max(1e-9, 0.05 * (most - least));
  Chart chart{.title = "Loss over the learning rate of " + optimizer,
              .x = "learning rate",
              .y = "loss",
              .y_range = std::array{least - room, most + room},  // single batches may lie outside
              .log_x = true};
  chart.series = {{.name = "smooth", .x = range.rates, .y = smooth},
                  {.name = "falls fastest at " + round_rate(range.suggested()),
                   .x = {range.suggested()},
                   .y = {smooth[range.steepest]},
                   .dots = true},
                  {.name = "of each batch", .x = range.rates, .y = range.losses, .dots = true}};
  return chart.svg();
}

FoundRate find_rate(const Task& of, int threads, const RateRangeOptions& options) {
  Task task = of;
  ReadyFit fit = make_ready(request_of(task), train_rows_to_look_at(task), nullptr);
  const TrainSettings settings{
      .seed = task.seed,
      .device = task.device == Device::automatic ? preferred_device() : std::string(name_of(task.device)),
      .threads = threads,
      .any_threads = task.deterministic == Deterministic::any_threads,
      .augment = augmenter(task.augment, task.seed)};
  settle_precision(task, fit, settings);
  return {.range = rate_range(fit.trained.network, fit.targets, fit.rows, fit.options, settings, options),
          .optimizer = std::string(fit.options.optimizer.name()),
          .given = fit.options.optimizer.learning_rate()};
}

}  // namespace plumb
