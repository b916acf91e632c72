#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// What a tree (tree_split.h) shall tell apart, as numbers: the target that a step names, else the first one of the
/// task; of words a column of 0 and 1 for each. A row whose truth is missing holds NaN in the first; no column, where
/// there is no word. An Error where there is no target, or one that is neither; `instead` says what else to write.
std::vector<std::vector<double>> tree_truth(const std::string& step, const std::string& named, const Table& rows,
                                            const StepContext& context, const std::string& instead);

}  // namespace plumb
