// Sums, means and maxima over axes, and what is made of them. Sums are in double.
#include <algorithm>
#include <cmath>
#include <limits>

#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

enum class Kind { sum, mean, max };

/// Axes come as the second input (ReduceSum) or as an attribute; none means all.
template <Kind kind>
Tensor reduce(const Call& call) {
  const Tensor& x = call.at(0);
  const auto axes = call.has(1) ? call.at(1).ints : call.wholes("axes");
  std::vector<bool> goes(x.shape.size(), axes.empty());
  for (const int64_t axis : axes) goes[static_cast<size_t>(call.axis(axis, x.shape.size()))] = true;
  Shape kept, shape;
  int64_t folded = 1;
  for (size_t i = 0; i < x.shape.size(); ++i) {
    kept.push_back(goes[i] ? 1 : x.shape[i]);
    if (!goes[i] || call.whole("keepdims", 1) != 0) shape.push_back(kept.back());
    if (goes[i]) folded *= x.shape[i];
  }
  std::vector<double> total(static_cast<size_t>(count(kept)),
                            kind == Kind::max ? -std::numeric_limits<double>::infinity() : 0.0);
  const auto places = broadcast_places(kept, x.shape);
  Tensor y = zeros(x.element, shape);
  for_number(call, x.element, [&](auto zero) {
    using T = decltype(zero);
    const auto& from = values<T>(x);
    for (size_t i = 0; i < from.size(); ++i) {
      double& to = total[static_cast<size_t>(places[i])];
      const auto value = static_cast<double>(from[i]);
      to = kind == Kind::max ? std::max(to, value) : to + value;
    }
    for (size_t i = 0; i < total.size(); ++i)
      values<T>(y)[i] = static_cast<T>(kind == Kind::mean ? total[i] / static_cast<double>(folded) : total[i]);
  });
  return y;
}

/// Calls `work` with each row along the axis as doubles, and writes back what it leaves.
template <class Work>
Tensor along(const Call& call, int64_t given, Work work) {
  Tensor y = call.at(0);
  const auto axis = static_cast<size_t>(call.axis(given, y.shape.size()));
  const int64_t size = y.shape[axis], step = strides(y.shape)[axis];
  for_number(call, y.element, [&](auto zero) {
    using T = decltype(zero);
    auto& cells = values<T>(y);
    std::vector<double> row(static_cast<size_t>(size));
    for (int64_t begin = 0; begin < static_cast<int64_t>(cells.size()); begin += step * size)
      for (int64_t lane = begin; lane < begin + step; ++lane) {
        for (int64_t i = 0; i < size; ++i)
          row[static_cast<size_t>(i)] = static_cast<double>(cells[static_cast<size_t>(lane + i * step)]);
        work(row);
        for (int64_t i = 0; i < size; ++i)
          cells[static_cast<size_t>(lane + i * step)] = static_cast<T>(row[static_cast<size_t>(i)]);
      }
  });
  return y;
}

double shift_to_max(std::vector<double>& row) {
  const double most = *std::max_element(row.begin(), row.end());
  double sum = 0;
  for (double& x : row) sum += std::exp(x -= most);
  return sum;
}

Tensor softmax(const Call& call) {
  return along(call, call.whole("axis", -1), [](std::vector<double>& row) {
    const double sum = shift_to_max(row);
    for (double& x : row) x = std::exp(x) / sum;
  });
}

Tensor log_softmax(const Call& call) {
  return along(call, call.whole("axis", -1), [](std::vector<double>& row) {
    const double sum = std::log(shift_to_max(row));
    for (double& x : row) x -= sum;
  });
}

Tensor layer_normalization(const Call& call) {
  const double epsilon = call.attribute<float>("epsilon", 1e-5F);
  const auto rank = call.at(0).shape.size();
  if (call.axis(call.whole("axis", -1), rank) != static_cast<int64_t>(rank) - 1)
    call.refuse("over more than the last axis is not known to plumb");
  const auto& gamma = call.at(1).floats;
  return along(call, -1, [&](std::vector<double>& row) {
    const auto n = static_cast<double>(row.size());
    double mean = 0, variance = 0;
    for (const double x : row) mean += x / n;
    for (const double x : row) variance += (x - mean) * (x - mean) / n;
    for (size_t i = 0; i < row.size(); ++i) {
      row[i] = (row[i] - mean) / std::sqrt(variance + epsilon) * gamma.at(i);
      if (call.has(2)) row[i] += call.at(2).floats.at(i);
    }
  });
}

Tensor arg_max(const Call& call) {
  const Tensor& x = call.at(0);
  const auto axis = static_cast<size_t>(call.axis(call.whole("axis", 0), x.shape.size()));
  const int64_t size = x.shape[axis], step = strides(x.shape)[axis];
  if (size == 0) call.refuse("has nothing to choose from");
  Tensor y{.element = Element::s64, .shape = x.shape};
  if (call.whole("keepdims", 1) != 0)
    y.shape[axis] = 1;
  else
    y.shape.erase(y.shape.begin() + static_cast<std::ptrdiff_t>(axis));
  for_number(call, x.element, [&](auto zero) {
    const auto& cells = values<decltype(zero)>(x);
    for (int64_t begin = 0; begin < static_cast<int64_t>(cells.size()); begin += step * size)
      for (int64_t lane = begin; lane < begin + step; ++lane) {
        int64_t best = 0;
        for (int64_t i = 1; i < size; ++i)
          if (cells[static_cast<size_t>(lane + i * step)] > cells[static_cast<size_t>(lane + best * step)]) best = i;
        y.ints.push_back(best);
      }
  });
  return y;
}

[[maybe_unused]] const bool registered[] = {
    add_operation("ReduceSum", reduce<Kind::sum>),
    add_operation("ReduceMean", reduce<Kind::mean>),
    add_operation("ReduceMax", reduce<Kind::max>),
    add_operation("Softmax", softmax),
    add_operation("LogSoftmax", log_softmax),
    add_operation("LayerNormalization", layer_normalization),
    add_operation("ArgMax", arg_max),
};

}  // namespace
}  // namespace plumb::onnx
