#include "plumb/prepare/tree_split.h"

#include <algorithm>
#include <numeric>
#include <queue>

namespace plumb {
namespace {

constexpr double worth = 1e-12;  // of the whole squared distance: a split that gains less is rounding

/// A leaf, [begin, end) of the sorted rows, and its best split.
struct Leaf {
  size_t begin = 0, end = 0, split = 0;
  double gain = 0;
  bool operator<(const Leaf& other) const { return gain != other.gain ? gain < other.gain : begin > other.begin; }
};

class Grower {
 public:
  Grower(const std::vector<double>& x, const std::vector<std::vector<double>>& truth, const TreeSize& size)
      : size_(size), order_(x.size()) {
    std::iota(order_.begin(), order_.end(), 0);
    std::stable_sort(order_.begin(), order_.end(), [&](size_t a, size_t b) { return x[a] < x[b]; });
    for (const size_t row : order_) x_.push_back(x[row]);
    for (const auto& column : truth) {  // less their mean: sums of small numbers keep their digits
      const double mean = std::accumulate(column.begin(), column.end(), 0.0) / static_cast<double>(column.size());
      sums_.emplace_back(1, 0.0);
      for (const size_t row : order_) {
        sums_.back().push_back(sums_.back().back() + column[row] - mean);
        spread_ += (column[row] - mean) * (column[row] - mean);
      }
    }
  }

  std::vector<double> thresholds() {
    std::priority_queue<Leaf> leaves;
    leaves.push(best_split(0, x_.size()));
    std::vector<double> found;
    while (static_cast<int64_t>(found.size()) + 1 < size_.leaves && leaves.top().gain > worth * spread_) {
      const Leaf leaf = leaves.top();
      leaves.pop();
      found.push_back(x_[leaf.split - 1] + (x_[leaf.split] - x_[leaf.split - 1]) / 2);
      leaves.push(best_split(leaf.begin, leaf.split));
      leaves.push(best_split(leaf.split, leaf.end));
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  /// What the squared distances fall by: the sum over the truths of L² / n_L + R² / n_R - (L + R)² / n.
  double gain(size_t begin, size_t at, size_t end) const {
    const auto left = static_cast<double>(at - begin), right = static_cast<double>(end - at);
    double sum = 0;
    for (const auto& sums : sums_) {
      const double l = sums[at] - sums[begin], r = sums[end] - sums[at];
      sum += l * l / left + r * r / right - (l + r) * (l + r) / (left + right);
    }
    return sum;
  }

  Leaf best_split(size_t begin, size_t end) const {
    Leaf leaf{.begin = begin, .end = end};
    const auto fewest = static_cast<size_t>(size_.rows);
    for (size_t at = begin + fewest; at + fewest <= end; ++at) {
      if (!(x_[at - 1] < x_[at])) continue;
      const double here = gain(begin, at, end);
      if (here > leaf.gain) leaf.gain = here, leaf.split = at;
    }
    return leaf;
  }

  const TreeSize size_;
  std::vector<size_t> order_;
  std::vector<double> x_;                  // ascending
  std::vector<std::vector<double>> sums_;  // of each truth, of the rows before
  double spread_ = 0;
};

}  // namespace

std::vector<double> tree_thresholds(const std::vector<double>& x, const std::vector<std::vector<double>>& truth,
                                    const TreeSize& size) {
  return x.empty() ? std::vector<double>{} : Grower(x, truth, size).thresholds();
}

}  // namespace plumb
