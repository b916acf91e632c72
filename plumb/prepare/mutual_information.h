#pragma once

#include <cstddef>
#include <vector>

#include "plumb/core/random.h"

/// How much of a target numbers tell, in nats, whatever the shape of the dependence; 0 at least. Estimates from the
/// distance of each row to its third nearest: psi is the digamma function, means are over the rows.
///
/// The values must differ, or distances say nothing: `with_noise` sees to that. Each is O(n log n) of n rows.
namespace plumb {

/// Of numbers and a number (Kraskov, Stoegbauer and Grassberger, 2004, the first of their estimates):
///
///   psi(n) + psi(3) - mean psi(n_x + 1) - mean psi(n_y + 1)
///
/// n_x and n_y count the others nearer by x, and by y, than the third nearest of the plane. 0 of three rows or fewer.
double information_of_numbers(const std::vector<double>& x, const std::vector<double>& y);

/// Of numbers and classes (Ross, 2014):
///
///   psi(n) + mean psi(k) - mean psi(rows of the class) - mean psi(m + 1)
///
/// k is 3, or all others of a small class; m counts the others of any class that are nearer than the k-th nearest of
/// the own one. A class of one row is left out. (scikit-learn's distances in classes of fewer than eight rows are
/// rounded; of such its estimate may differ by 1 / n.)
double information_of_classes(const std::vector<double>& x, const std::vector<size_t>& classes, size_t count);

/// Of flags and classes, both counted: sum of p(a, b) log(p(a, b) / (p(a) p(b))).
double information_of_flags(const std::vector<double>& flags, const std::vector<size_t>& classes, size_t count);

/// The numbers with normal noise of 1e-10 of their mean size (of 1, if that is more): equal values come apart, and no
/// distance that could be measured changes.
std::vector<double> with_noise(std::vector<double> values, Random random);

}  // namespace plumb
