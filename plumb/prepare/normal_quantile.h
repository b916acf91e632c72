#pragma once

#include <string>

#include "plumb/onnx/columns.h"

namespace plumb {

/// The number below which a share `p` of a normal distribution of mean 0 and deviation 1 lies; 0 < p < 1, not within
/// 1e-10 of either. NaN stays NaN.
///
///     normal_quantile(0.975);                        // 1.959963984540054
///
/// Algorithm AS 241, PPND16 (Wichura, 1988): one quotient of polynomials of degree 7 around the middle, one for both
/// tails; right to about 1e-16. The only formula of it in the program: steps emit the same one as ONNX.
double normal_quantile(double p);

/// The same for a matrix of shares, float64 [rows, columns], as ONNX.
std::string emit_normal_quantile(onnx::Columns& columns, const std::string& p);

}  // namespace plumb
