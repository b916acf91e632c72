#pragma once

#include <string_view>

#include "plumb/train/loss.h"

namespace plumb {

/// 1 - (tp + s) / (tp + alpha fp + beta fn + s) of a row, whose parts are sums over its units:
/// tp = sum(y p), fp = sum((1 - y) p), fn = sum(y (1 - p)). Codes of classes count as one unit each.
Value overlap_loss(const LossInputs& inputs, double alpha, double beta, double smooth, std::string_view loss);

}  // namespace plumb
