#pragma once

#include <cstdint>
#include <vector>

namespace plumb {

/// Where a decision tree over one number asks: the thresholds of its leaves, ascending, fitted so that the truth within
/// a leaf differs as little as can be.
///
///     tree_thresholds(ages, {earns_more}, {.leaves = 48, .rows = 32});      // {23.5, 27.5, …}
///
/// Grown best first, as scikit-learn's trees are with `max_leaf_nodes` (Breiman et al., 1984): of all leaves the one is
/// split next whose split lowers the sum of squared distances from the means of its halves most. For classes, `truth`
/// holds a column of 0 and 1 for each; that is Gini's criterion. Thresholds lie in the middle between neighbours.
struct TreeSize {
  int64_t leaves = 48;  // at most
  int64_t rows = 32;    // at least, in each
};
std::vector<double> tree_thresholds(const std::vector<double>& x, const std::vector<std::vector<double>>& truth,
                                    const TreeSize& size);

}  // namespace plumb
