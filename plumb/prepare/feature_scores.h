#pragma once

#include <cstddef>
#include <vector>

/// How much numbers say about a target, looked at alone; the more the higher. `x` holds no NaN; where no score can be
/// told (constant numbers) it is 0, and at most 1e300.
namespace plumb {

/// F of a one-way analysis of variance, of rows with the codes of their classes.
double f_of_classes(const std::vector<double>& x, const std::vector<size_t>& classes, size_t count);
/// r^2 / (1 - r^2) * (n - 2) of the correlation r.
double f_of_correlation(const std::vector<double>& x, const std::vector<double>& y);
/// Of sums by class, which `x` from 0 on adds up to, against those of independence.
double chi2_of_classes(const std::vector<double>& x, const std::vector<size_t>& classes, size_t count);

}  // namespace plumb
