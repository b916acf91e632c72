#pragma once

#include "plumb/graph/operators.h"

/// A product with a matrix of its own for each group of numbers: columns of a table, each with weights that no other
/// column shares.
///
///     y[row, g, u] = sum over n of x[row, g, n] w[g, n, u]
///
/// x [rows, groups, n], w [groups, n, units] -> [rows, groups, units]. The rows stay outermost, so that a batch can be
/// cut; written in `matmul` and `permute` they would not.
namespace plumb {

Value grouped_matmul(Value x, Value w);
/// Its derivative by w: x [rows, groups, n], dy [rows, groups, units] -> [groups, n, units], summed over the rows.
Value grouped_matmul_grad(Value x, Value dy);

}  // namespace plumb
