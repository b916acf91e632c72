#include "plumb/prepare/sorted_search.h"

#include <algorithm>
#include <limits>

namespace plumb {

using onnx::Element;

SortedSearch::SortedSearch(onnx::Columns& columns, const Lists& knots)
    : columns_(columns), count_(static_cast<int64_t>(knots.size())) {
  size_t longest = 1;
  for (const auto& list : knots) longest = std::max(longest, list.size());
  while (block_ * block_ < static_cast<int64_t>(longest)) ++block_;
  // No number is above infinity but infinity, which finds the last block: its last place that is not padding.
  const auto all = padded(knots, std::numeric_limits<double>::infinity());
  std::vector<double> first;
  for (size_t i = 0; i < all.size(); i += static_cast<size_t>(block_)) first.push_back(all[i]);
  first_ = columns_.matrix(first, block_);
  all_ = columns_.matrix(all, block_);
}

std::vector<double> SortedSearch::padded(const Lists& lists, double padding) const {
  std::vector<double> all;
  for (const auto& list : lists) {
    all.insert(all.end(), list.begin(), list.end());
    all.resize(all.size() + static_cast<size_t>(block_ * block_) - list.size(), padding);
  }
  return all;
}

std::string SortedSearch::reached(const std::string& x, const std::string& rows) const {
  const auto is_reached = columns_.cast(columns_.op("GreaterOrEqual", {x, rows}), Element::s64);
  const auto count = columns_.op("ReduceSum", {is_reached, columns_.ints({1}, {2})}, {{"keepdims", int64_t{0}}});
  return columns_.op("Max", {count, columns_.ints({1}, {1})});
}

std::string SortedSearch::place(const std::string& x) const {
  std::vector<int64_t> before;  // blocks of the columns before, less the one that `reached` counts too many
  for (int64_t i = 0; i < count_; ++i) before.push_back(i * block_ - 1);
  const auto wide = columns_.op("Unsqueeze", {x, columns_.ints({1}, {2})});  // [rows, columns, 1]
  const auto block = columns_.op("Add", {reached(wide, first_), columns_.ints({1, count_}, before)});
  const auto within = reached(wide, columns_.op("Gather", {all_, block}));  // of [rows, columns, block]
  const auto begin = columns_.op("Mul", {block, columns_.ints({1}, {block_})});
  return columns_.op("Add", {begin, columns_.op("Sub", {within, columns_.ints({1}, {1})})});
}

std::string SortedSearch::values(const Lists& lists, const std::string& place) const {
  const auto all = padded(lists, 0);
  const Shape shape{static_cast<int64_t>(all.size())};
  const auto stored = columns_.model().store({.element = Element::f64, .shape = shape, .doubles = all});
  return columns_.op("Gather", {stored, place});
}

}  // namespace plumb
