#pragma once

#include <cstddef>
#include <vector>

namespace plumb {

/// How far each point (x, y) of the plane is from its k-th nearest other one, by the larger of the distances along x
/// and along y (Chebyshev's). There must be more than k points. By a k-d tree: O(n log n), whatever the points.
std::vector<double> kth_distances(const std::vector<double>& x, const std::vector<double>& y, size_t k);

}  // namespace plumb
