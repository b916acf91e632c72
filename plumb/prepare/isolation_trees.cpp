#include "plumb/prepare/isolation_trees.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "plumb/core/random.h"

namespace plumb {
namespace {

constexpr double everything = std::numeric_limits<double>::max();  // no number is above it

/// The mean depth of a tree that tells n rows apart: of a failed search in a binary tree.
double usual_depth(int64_t rows) {
  if (rows <= 1) return 0;
  if (rows == 2) return 1;
  const auto n = static_cast<double>(rows);
  return 2 * (std::log(n - 1) + std::numbers::egamma) - 2 * (n - 1) / n;
}

int64_t deepest(int64_t samples) {
  return static_cast<int64_t>(std::ceil(std::log2(static_cast<double>(std::max<int64_t>(samples, 2)))));
}

class Grower {
 public:
  Grower(std::span<const double> rows, size_t width, IsolationTrees& trees, Random& random)
      : rows_(rows), width_(width), trees_(trees), random_(random) {}

  void grow(std::vector<size_t> chosen) {
    trees_.roots.push_back(add());
    split(trees_.roots.back(), chosen, 0);
  }

 private:
  int64_t add() {
    const auto place = std::ssize(trees_.columns);
    trees_.columns.push_back(0), trees_.cuts.push_back(everything);
    trees_.lefts.push_back(place), trees_.depths.push_back(0);
    return place;
  }

  void split(int64_t node, std::span<size_t> chosen, int64_t depth) {
    const auto at = static_cast<size_t>(node);
    trees_.depths[at] = static_cast<double>(depth) + usual_depth(std::ssize(chosen));
    if (chosen.size() < 2 || depth == deepest(trees_.samples)) return;
    const auto number = [&](size_t row, size_t column) { return rows_[row * width_ + column]; };
    for (const int64_t drawn : random_.permutation(static_cast<int64_t>(width_))) {
      const auto column = static_cast<size_t>(drawn);
      double least = everything, most = -everything;
      for (const size_t row : chosen)
        least = std::min(least, number(row, column)), most = std::max(most, number(row, column));
      if (!(least < most)) continue;
      double cut = random_.uniform(least, most);
      if (cut >= most) cut = least;  // rounding; both sides have a row
      const auto middle =
          std::partition(chosen.begin(), chosen.end(), [&](size_t row) { return number(row, column) <= cut; });
      const int64_t left = add(), right = add();
      trees_.columns[at] = drawn, trees_.cuts[at] = cut, trees_.lefts[at] = left;
      const auto count = static_cast<size_t>(middle - chosen.begin());
      split(left, chosen.first(count), depth + 1);
      return split(right, chosen.subspan(count), depth + 1);
    }
  }

  std::span<const double> rows_;
  size_t width_;
  IsolationTrees& trees_;
  Random& random_;
};

}  // namespace

IsolationTrees IsolationTrees::grow(std::span<const double> rows, size_t width, const Options& options) {
  const auto count = static_cast<int64_t>(rows.size() / width);
  IsolationTrees trees{.samples = std::min(options.max_samples, count)};
  for (int64_t tree = 0; tree < options.n_estimators; ++tree) {
    Random random(options.seed, "isolation_forest", static_cast<uint64_t>(tree));
    std::vector<size_t> chosen;  // without repetition: Floyd's draw, in the order of the rows
    for (int64_t last = count - trees.samples; last < count; ++last) {
      const auto drawn = static_cast<size_t>(random.below(static_cast<uint64_t>(last) + 1));
      const auto place = std::lower_bound(chosen.begin(), chosen.end(), drawn);
      if (place != chosen.end() && *place == drawn)
        chosen.push_back(static_cast<size_t>(last));  // larger than all so far
      else
        chosen.insert(place, drawn);
    }
    Grower(rows, width, trees, random).grow(std::move(chosen));
  }
  return trees;
}

int64_t IsolationTrees::levels() const { return deepest(samples); }

double IsolationTrees::score(std::span<const double> row) const {
  double sum = 0;
  for (const int64_t root : roots) {
    auto node = static_cast<size_t>(root);
    for (auto left = lefts[node]; left != static_cast<int64_t>(node); left = lefts[node])
      node = static_cast<size_t>(left) + (row[static_cast<size_t>(columns[node])] <= cuts[node] ? 0 : 1);
    sum += depths[node];
  }
  const double usual = usual_depth(samples);
  return usual == 0 ? 1 : std::exp2(-sum / static_cast<double>(roots.size()) / usual);
}

std::string IsolationTrees::emit(onnx::Columns& graph, const std::string& x) const {
  const auto whole = [&](const std::vector<int64_t>& values) { return graph.ints({std::ssize(values)}, values); };
  const auto real = [&](const std::vector<double>& values) {
    return graph.model().store({.element = onnx::Element::f64, .shape = {std::ssize(values)}, .doubles = values});
  };
  const auto column = whole(columns), cut = real(cuts), left = whole(lefts);
  const auto rows = graph.op("Slice", {graph.op("Shape", {x}), graph.ints({1}, {0}), graph.ints({1}, {1})});
  const auto shape = graph.op("Concat", {rows, graph.ints({1}, {std::ssize(roots)})}, {{"axis", int64_t{0}}});
  auto node = graph.op("Expand", {graph.ints({1, std::ssize(roots)}, roots), shape});  // [rows, trees]
  std::vector<int64_t> steps(columns.size());  // from the left child to the right one; none from a leaf
  for (size_t i = 0; i < steps.size(); ++i) steps[i] = lefts[i] != static_cast<int64_t>(i);
  const auto step = whole(steps);
  for (int64_t level = 0; level < levels(); ++level) {
    const auto number = graph.op("GatherElements", {x, graph.op("Gather", {column, node})}, {{"axis", int64_t{1}}});
    const auto goes_left = graph.op("LessOrEqual", {number, graph.op("Gather", {cut, node})});
    const auto child = graph.op("Gather", {left, node});
    const auto right = graph.op("Add", {child, graph.op("Gather", {step, node})});
    node = graph.op("Where", {goes_left, child, right});
  }
  const auto sum = graph.op("ReduceSum", {graph.op("Gather", {real(depths), node}), graph.ints({1}, {1})});
  const double usual = usual_depth(samples), trees = static_cast<double>(roots.size());
  const double factor = usual == 0 ? 0 : -std::numbers::ln2 / trees / usual;
  return graph.op("Exp", {graph.op("Mul", {sum, graph.row({factor})})});
}

}  // namespace plumb
