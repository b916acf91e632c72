#include "plumb/prepare/emit_log1p.h"

namespace plumb {

std::string emit_log1p(onnx::Columns& columns, const std::string& x) {
  const auto one = columns.row({1});
  const auto u = columns.op("Add", {x, one});
  const auto share = columns.op("Div", {x, columns.op("Sub", {u, one})});
  return columns.op("Where", {columns.op("Equal", {u, one}), x, columns.op("Mul", {columns.op("Log", {u}), share})});
}

std::string emit_expm1(onnx::Columns& columns, const std::string& x) {
  const auto one = columns.row({1}), minus_one = columns.row({-1});
  const auto u = columns.op("Exp", {x});
  const auto less = columns.op("Sub", {u, one});
  const auto far = columns.op("Mul", {less, columns.op("Div", {x, columns.op("Log", {u})})});
  const auto near = columns.op("Where", {columns.op("Equal", {u, one}), x, far});
  return columns.op("Where", {columns.op("Equal", {less, minus_one}), minus_one, near});
}

}  // namespace plumb
