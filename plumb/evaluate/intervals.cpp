#include "plumb/evaluate/intervals.h"

#include <algorithm>
#include <cmath>

#include "plumb/core/parallel.h"
#include "plumb/core/random.h"
#include "plumb/core/text_table.h"

namespace plumb {

namespace {

/// How often each row is drawn, times its own weight.
void draw(const Predictions& rows, uint64_t seed, uint64_t resample, std::vector<double>& weights) {
  Random random(seed, "bootstrap", resample);
  const auto count = static_cast<uint64_t>(rows.rows());
  weights.assign(count, 0);
  for (uint64_t n = 0; n < count; ++n) {
    const uint64_t row = (random.bits() * count) >> 32;  // off by rows / 2^32 from uniform, which no interval shows
    weights[row] += rows.weight(static_cast<int64_t>(row));
  }
}

/// Each thread has copies of what it scores, so fewer share the work on very many rows; and few rows are done sooner
/// than threads begin.
int64_t shares_of(int64_t cells, int64_t resamples) {
  constexpr int64_t most_cells = 4'000'000, fewest_cells = 200'000;
  const int64_t most = std::min<int64_t>(parallel_threads(), most_cells / std::max<int64_t>(1, cells));
  return std::clamp<int64_t>(cells * resamples / fewest_cells, 1, std::max<int64_t>(1, most));
}

int64_t cells_of(const Predictions& rows) {
  return rows.rows() * std::max<int64_t>(1, static_cast<int64_t>(rows.labels.size()));
}

}  // namespace

std::vector<std::vector<double>> resampled_scores(const std::vector<Scored>& scored, int64_t resamples, uint64_t seed) {
  std::vector<std::vector<double>> scores(scored.size(), std::vector<double>(static_cast<size_t>(resamples)));
  if (scored.empty()) return scores;
  const Predictions& rows = *scored.front().rows;
  const int64_t parts = shares_of(cells_of(rows), resamples);
  in_parallel(parts, [&](int64_t part) {
    std::vector<Rescore> rescores;
    for (const Scored& one : scored) rescores.push_back(one.metric->rescore(*one.rows));
    std::vector<double> weights;
    for (int64_t i = part; i < resamples; i += parts) {
      draw(rows, seed, static_cast<uint64_t>(i), weights);
      for (size_t k = 0; k < scored.size(); ++k) scores[k][static_cast<size_t>(i)] = rescores[k](weights);
    }
  });
  return scores;
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
  return std::min(bootstrap.resamples, std::max(fewest, most_cells / std::max<int64_t>(1, cells_of(predictions))));
}

std::vector<std::optional<std::array<double, 2>>> intervals(const Predictions& predictions,
                                                            const std::vector<Metric>& metrics,
                                                            const Bootstrap& bootstrap) {
  std::vector<Scored> scored;
  for (const Metric& metric : metrics) scored.push_back({&metric, &predictions});
  std::vector<std::vector<double>> values =
      resampled_scores(scored, resamples_for(predictions, bootstrap), bootstrap.seed);
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
