#pragma once

#include <string>

#include "plumb/onnx/columns.h"

namespace plumb {

/// log(1 + x) and exp(x) - 1 in ONNX, which has neither: float64 matrices, right to a few units in the last place near
/// 0 too, where the plain formulas lose every digit.
///
/// The error that rounding makes in u = 1 + x (in u = exp(x)) is divided out again (Kahan; Higham, Accuracy and
/// Stability of Numerical Algorithms, 2002, section 1.14):
///
///     log1p(x) = log(u) x / (u - 1)           x where u = 1
///     expm1(x) = (u - 1) x / log(u)           x where u = 1, -1 where u - 1 = -1
std::string emit_log1p(onnx::Columns& columns, const std::string& x);
std::string emit_expm1(onnx::Columns& columns, const std::string& x);

}  // namespace plumb
