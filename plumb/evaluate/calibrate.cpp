#include "plumb/evaluate/calibrate.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace plumb {
namespace {

constexpr double least_probability = 1e-12;
constexpr double gap_of_probabilities = 1e-3;

/// First and second derivative by b of the log loss of p^b / sum p^b: the mean of (E[log p] - log p_true), and that of
/// the variance of log p, both under the sharpened probabilities.
std::array<double, 2> slopes(const Predictions& predictions, double b) {
  const auto classes = static_cast<int64_t>(predictions.labels.size());
  double first = 0, second = 0, weights = 0;
  std::vector<double> logs(static_cast<size_t>(classes));
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    double most = -1e300, sum = 0, mean = 0, square = 0;
    for (int64_t k = 0; k < classes; ++k) {
      logs[static_cast<size_t>(k)] = std::log(std::max(predictions.probability(row, k), least_probability));
      most = std::max(most, logs[static_cast<size_t>(k)]);
    }
    for (const double l : logs) {
      const double p = std::exp(b * (l - most));
      sum += p;
      mean += p * l;
      square += p * l * l;
    }
    mean /= sum;
    const double weight = predictions.weight(row);
    first += weight * (mean - logs[static_cast<size_t>(predictions.classes[static_cast<size_t>(row)])]);
    second += weight * (square / sum - mean * mean);
    weights += weight;
  }
  return {first / weights, second / weights};
}

struct Block {
  double low, high, sum, weight;
  double mean() const { return sum / weight; }
};

}  // namespace

double fit_temperature(const Predictions& predictions) {
  constexpr double smallest = 1.0 / 20, largest = 20;
  constexpr int most_steps = 100;
  double low = smallest, high = largest, b = 1;
  for (int i = 0; i < most_steps && high - low > 1e-10 * b; ++i) {
    const auto [first, second] = slopes(predictions, b);
    (first > 0 ? high : low) = b;
    const double next = second > 0 ? b - first / second : b;
    if (std::abs(next - b) < 1e-12) break;
    b = next > low && next < high ? next : (low + high) / 2;  // Newton where it stays inside, else halves
  }
  return 1 / b;
}

Isotonic fit_isotonic(const std::vector<double>& x, const std::vector<double>& y, const std::vector<double>& weights,
                      double gap) {
  std::map<double, std::pair<double, double>> points;  // x to the sum of w y and that of w
  for (size_t i = 0; i < x.size(); ++i) {
    const double weight = weights.empty() ? 1 : weights[i];
    if (weight <= 0) continue;
    auto& [sum, all] = points[x[i]];
    sum += weight * y[i];
    all += weight;
  }
  std::vector<Block> blocks;
  for (const auto& [at, point] : points) {
    blocks.push_back({at, at, point.first, point.second});
    const auto falls = [&] {
      const Block &a = blocks[blocks.size() - 2], &b = blocks.back();
      return a.mean() >= b.mean() || b.low - a.high < gap;
    };
    while (blocks.size() > 1 && falls()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back() = {blocks.back().low, last.high, blocks.back().sum + last.sum, blocks.back().weight + last.weight};
    }
  }
  Isotonic line;
  for (const Block& block : blocks)
    for (const double end : {block.low, block.high}) {
      if (!line.x.empty() && line.x.back() == end) continue;
      line.x.push_back(end);
      line.y.push_back(block.mean());
    }
  return line;
}

Isotonic fit_isotonic(const Predictions& predictions, int64_t label) {
  std::vector<double> x, y;
  for (int64_t row = 0; row < predictions.rows(); ++row) {
    x.push_back(predictions.probability(row, label));
    y.push_back(predictions.classes[static_cast<size_t>(row)] == label ? 1 : 0);
  }
  return fit_isotonic(x, y, predictions.weights, gap_of_probabilities);
}

}  // namespace plumb
