#include "plumb/task/find_rate.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/text_table.h"
#include "plumb/engine/devices.h"
#include "plumb/task/fit.h"
#include "plumb/task/runner.h"
#include "plumb/task/settle_precision.h"
#include "plumb/task/streamed.h"

namespace plumb {
namespace {

/// A rate that a person would write: two digits.
std::string round_rate(double rate) { return fmt::format("{:.2g}", rate); }

/// Maps rates and losses to a picture of 640 by 400.
struct Axes {
  static constexpr double left = 70, right = 620, top = 20, bottom = 340;
  double low, high, least, most;
  double x(double rate) const { return left + (right - left) * std::log(rate / low) / std::log(high / low); }
  double y(double loss) const {
    return bottom - (bottom - top) * (std::clamp(loss, least, most) - least) / (most - least);
  }
};

std::string line_of(const Axes& axes, const std::vector<double>& rates, const std::vector<double>& values,
                    const char* style) {
  std::string points;
  for (size_t i = 0; i < rates.size(); ++i)
    points += fmt::format("{:.1f},{:.1f} ", axes.x(rates[i]), axes.y(values[i]));
  return fmt::format("<polyline fill=\"none\" {} points=\"{}\"/>\n", style, points);
}

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
  const auto [least, most] = std::minmax_element(range.smooth.begin(), range.smooth.end());
  const double margin = std::max(1e-9, 0.05 * (*most - *least));
  const Axes axes{range.rates.front(), range.rates.back(), *least - margin, *most + margin};
  std::string svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 400\" font-family=\"sans-serif\" font-size=\"13\">\n"
      "<rect width=\"640\" height=\"400\" fill=\"white\"/>\n";
  for (double power = std::ceil(std::log10(axes.low)); power <= std::log10(axes.high); power += 1) {
    const double x = axes.x(std::pow(10, power));
    svg += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\" stroke=\"#ddd\"/>\n"
        "<text x=\"{0:.1f}\" y=\"358\" text-anchor=\"middle\">1e{3:.0f}</text>\n",
        x, Axes::top, Axes::bottom, power);
  }
  for (int i = 0; i <= 4; ++i) {
    const double loss = axes.least + (axes.most - axes.least) * i / 4, y = axes.y(loss);
    svg += fmt::format(
        "<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#ddd\"/>\n"
        "<text x=\"{3}\" y=\"{4:.1f}\" text-anchor=\"end\">{5:.3g}</text>\n",
        Axes::left, Axes::right, y, Axes::left - 6, y + 4, loss);
  }
  svg += line_of(axes, range.rates, range.losses, "stroke=\"#bcd\" stroke-width=\"1\"");
  svg += line_of(axes, range.rates, range.smooth, "stroke=\"#15c\" stroke-width=\"2\"");
  svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" fill=\"#c30\"/>\n", axes.x(range.suggested()),
                     axes.y(range.smooth[range.steepest]));
  svg += fmt::format(
      "<text x=\"345\" y=\"384\" text-anchor=\"middle\">learning rate of {}; the loss falls fastest at {}"
      "</text>\n</svg>\n",
      optimizer, round_rate(range.suggested()));
  return svg;
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
