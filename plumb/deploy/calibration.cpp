#include "plumb/deploy/calibration.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace plumb {
namespace {

using onnx::Element;

std::string number(onnx::Model& model, const char* name, double value) {
  return model.store({.name = name, .element = Element::f32, .shape = {1}, .floats = {static_cast<float>(value)}});
}

std::string row_of(onnx::Model& model, const char* name, const std::vector<double>& values, const Shape& shape) {
  return model.store({.name = name, .element = Element::f32, .shape = shape, .floats = {values.begin(), values.end()}});
}

std::string axis(onnx::Model& model) {
  return model.store({.name = "axis", .element = Element::s64, .shape = {1}, .ints = {1}});
}

std::string to_sum_one(onnx::Model& model, const std::string& p) {
  return model.op("Div", {p, model.op("ReduceSum", {p, axis(model)}, {{"keepdims", int64_t{1}}})});
}

std::string column(onnx::Model& model, const std::string& p, int64_t label) {
  const std::string at = model.store({.name = "label", .element = Element::s64, .shape = {1}, .ints = {label}});
  return model.op("Gather", {p, at}, {{"axis", int64_t{1}}});
}

/// y_0 + sum_i slope_i min(max(p - x_i, 0), x_{i+1} - x_i): each piece of the line rises over its own stretch only.
std::string emit_curve(onnx::Model& model, const Calibration::Curve& curve, const std::string& p) {
  const std::string first = number(model, "curve_start", curve.y.front());
  const auto pieces = static_cast<int64_t>(curve.x.size()) - 1;
  if (pieces == 0) return model.op("Add", {model.op("Mul", {p, number(model, "zero", 0)}), first});
  std::vector<double> starts(curve.x.begin(), curve.x.end() - 1), lengths, slopes;
  for (size_t i = 0; i + 1 < curve.x.size(); ++i) {
    lengths.push_back(curve.x[i + 1] - curve.x[i]);
    slopes.push_back((curve.y[i + 1] - curve.y[i]) / lengths.back());
  }
  const std::string past = model.op("Sub", {p, row_of(model, "knots", starts, {1, pieces})});
  const std::string inside = model.op(
      "Min", {model.op("Max", {past, number(model, "zero", 0)}), row_of(model, "pieces", lengths, {1, pieces})});
  return model.op("Add", {model.op("MatMul", {inside, row_of(model, "slopes", slopes, {pieces, 1})}), first});
}

void divide_by_sum(double* row, size_t classes) {
  const double sum = std::accumulate(row, row + classes, 0.0);
  for (size_t k = 0; k < classes; ++k) row[k] = sum > 0 ? row[k] / sum : 1 / static_cast<double>(classes);
}

}  // namespace

void Calibration::Curve::check(Problems& problems) const {
  if (x.empty() || x.size() != y.size() || std::adjacent_find(x.begin(), x.end(), std::greater_equal<>()) != x.end())
    problems.add("x",
                 fmt::format("{} rising numbers with one of `y` each are a curve; got {} of y", x.size(), y.size()));
}

double Calibration::Curve::at(double p) const {
  const auto right = std::upper_bound(x.begin(), x.end(), p);
  if (right == x.begin()) return y.front();
  if (right == x.end()) return y.back();
  const auto i = static_cast<size_t>(right - x.begin());
  return y[i - 1] + (y[i] - y[i - 1]) * (p - x[i - 1]) / (x[i] - x[i - 1]);
}

void Calibration::apply(std::vector<double>& probabilities, size_t classes) const {
  if (empty()) return;
  for (size_t begin = 0; begin < probabilities.size(); begin += classes) {
    double* row = probabilities.data() + begin;
    if (temperature != 1) {
      for (size_t k = 0; k < classes; ++k) row[k] = std::pow(row[k], 1 / temperature);
      divide_by_sum(row, classes);
    }
    if (curves.size() == 1 && classes == 2) {
      row[1] = curves.front().at(row[1]);
      row[0] = 1 - row[1];
    } else if (curves.size() == classes) {
      for (size_t k = 0; k < classes; ++k) row[k] = curves[k].at(row[k]);
      divide_by_sum(row, classes);
    }
  }
}

std::string Calibration::emit(onnx::Model& model, const std::string& probabilities, int64_t classes) const {
  std::string p = probabilities;
  if (temperature != 1)
    p = to_sum_one(model, model.op("Pow", {p, number(model, "inverse_temperature", 1 / temperature)}));
  if (curves.empty()) return p;
  if (classes == 2 && curves.size() == 1) {
    const std::string second = emit_curve(model, curves.front(), column(model, p, 1));
    return model.op("Concat", {model.op("Sub", {number(model, "one", 1), second}), second}, {{"axis", int64_t{1}}});
  }
  std::vector<std::string> columns;
  for (int64_t label = 0; label < classes; ++label)
    columns.push_back(emit_curve(model, curves[static_cast<size_t>(label)], column(model, p, label)));
  return to_sum_one(model, model.op("Concat", columns, {{"axis", int64_t{1}}}));
}

}  // namespace plumb
