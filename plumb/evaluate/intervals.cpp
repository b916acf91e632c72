#include "plumb/evaluate/intervals.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/random.h"
#include "plumb/core/text_table.h"

namespace plumb {

void each_resample(const Predictions& predictions, int64_t resamples, uint64_t seed,
                   const std::function<void(const std::vector<double>& weights)>& use) {
  const auto rows = static_cast<uint64_t>(predictions.rows());
  std::vector<double> weights(rows);
  for (int64_t i = 0; i < resamples; ++i) {
    Random random(seed, "bootstrap", static_cast<uint64_t>(i));
    std::fill(weights.begin(), weights.end(), 0);
    for (uint64_t n = 0; n < rows; ++n) {
      const uint64_t row = (random.bits() * rows) >> 32;  // off by rows / 2^32 from uniform, which no interval shows
      weights[row] += predictions.weight(static_cast<int64_t>(row));
    }
    use(weights);
  }
}

std::optional<std::array<double, 2>> middle(std::vector<double> values, double level) {
  const size_t drawn = values.size();
  std::erase_if(values, [](double value) { return std::isnan(value); });
  if (values.size() * 2 <= drawn) return {};
  std::sort(values.begin(), values.end());
  const auto quantile = [&](double q) {  // between the two nearest, as NumPy's default
    const double at = q * static_cast<double>(values.size() - 1);
    const auto below = static_cast<size_t>(at);
    const size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
  };
  return std::array{quantile((1 - level) / 2), quantile((1 + level) / 2)};
}

int64_t resamples_for(const Predictions& predictions, const Bootstrap& bootstrap) {
  constexpr int64_t most_cells = 100'000'000, fewest = 200;
  const int64_t cells = predictions.rows() * std::max<int64_t>(1, static_cast<int64_t>(predictions.labels.size()));
  return std::min(bootstrap.resamples, std::max(fewest, most_cells / std::max<int64_t>(1, cells)));
}

std::vector<std::optional<std::array<double, 2>>> intervals(const Predictions& predictions,
                                                            const std::vector<Metric>& metrics,
                                                            const Bootstrap& bootstrap) {
  std::vector<Rescore> rescores;
  for (const Metric& metric : metrics) rescores.push_back(metric.rescore(predictions));
  std::vector<std::vector<double>> values(metrics.size());
  each_resample(predictions, resamples_for(predictions, bootstrap), bootstrap.seed,
                [&](const std::vector<double>& weights) {
                  for (size_t i = 0; i < rescores.size(); ++i) values[i].push_back(rescores[i](weights));
                });
  std::vector<std::optional<std::array<double, 2>>> result;
  for (std::vector<double>& of_metric : values) result.push_back(middle(std::move(of_metric), bootstrap.level));
  return result;
}

std::string interval_head(double level) { return fmt::format("{} % interval", shortest(level * 100)); }

std::string interval_text(const Score& score) {
  if (!score.interval) return "-";
  return fmt::format("{} to {}", short_number((*score.interval)[0]), short_number((*score.interval)[1]));
}

Entry intervals_json(const std::vector<Score>& scores) {
  Entry all = Entry::map();
  for (const Score& score : scores)
    all.set(score.name, score.interval
                            ? Entry::list({Entry::number((*score.interval)[0]), Entry::number((*score.interval)[1])})
                            : Entry());
  return all;
}

}  // namespace plumb
