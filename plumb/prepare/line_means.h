#pragma once

#include <vector>

namespace plumb {

/// Middles of groups of numbers, ascending: k-means on a line, from `middles` on (Lloyd's algorithm). `numbers` are not
/// empty and hold no NaN.
///
/// It ends as scikit-learn's KMeans does: when no number changes its group, when the squared moves of the middles add
/// up to 0.0001 of the variance at most, or after 300 rounds. A group that is left empty takes the number that is
/// furthest from its middle.
std::vector<double> line_means(const std::vector<double>& numbers, std::vector<double> middles);

}  // namespace plumb
