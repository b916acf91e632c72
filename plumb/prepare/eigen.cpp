#include "plumb/prepare/eigen.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "plumb/core/error.h"

namespace plumb {
namespace {

/// Three diagonals, and the orthogonal matrix that led there.
struct Tridiagonal {
  int n;
  std::vector<double> vectors;  // [n, n]
  std::vector<double> diagonal, below;
  double& at(int row, int column) {
    return vectors[static_cast<size_t>(row) * static_cast<size_t>(n) + static_cast<size_t>(column)];
  }
  double& d(int i) { return diagonal[static_cast<size_t>(i)]; }
  double& e(int i) { return below[static_cast<size_t>(i)]; }
};

/// One Householder reflection for each row, from the last; `vectors` keeps them until the second half multiplies them.
void reduce(Tridiagonal& t) {
  const int n = t.n;
  for (int i = n - 1; i > 0; --i) {
    double scale = 0, h = 0;
    for (int k = 0; k < i; ++k) scale += std::abs(t.at(i, k));
    if (i == 1 || scale == 0) {
      t.e(i) = t.at(i, i - 1);
    } else {
      for (int k = 0; k < i; ++k) {
        t.at(i, k) /= scale;
        h += t.at(i, k) * t.at(i, k);
      }
      const double f = t.at(i, i - 1), g = f >= 0 ? -std::sqrt(h) : std::sqrt(h);
      t.e(i) = scale * g;
      h -= f * g;
      t.at(i, i - 1) = f - g;
      double total = 0;
      for (int j = 0; j < i; ++j) {
        t.at(j, i) = t.at(i, j) / h;
        double sum = 0;
        for (int k = 0; k <= j; ++k) sum += t.at(j, k) * t.at(i, k);
        for (int k = j + 1; k < i; ++k) sum += t.at(k, j) * t.at(i, k);
        t.e(j) = sum / h;
        total += t.e(j) * t.at(i, j);
      }
      const double share = total / (h + h);
      for (int j = 0; j < i; ++j) {
        const double v = t.at(i, j), w = t.e(j) - share * v;
        t.e(j) = w;
        for (int k = 0; k <= j; ++k) t.at(j, k) -= v * t.e(k) + w * t.at(i, k);
      }
    }
    t.d(i) = h;
  }
  t.d(0) = t.e(0) = 0;
  for (int i = 0; i < n; ++i) {
    if (t.d(i) != 0)
      for (int j = 0; j < i; ++j) {
        double sum = 0;
        for (int k = 0; k < i; ++k) sum += t.at(i, k) * t.at(k, j);
        for (int k = 0; k < i; ++k) t.at(k, j) -= sum * t.at(k, i);
      }
    t.d(i) = t.at(i, i);
    t.at(i, i) = 1;
    for (int j = 0; j < i; ++j) t.at(j, i) = t.at(i, j) = 0;
  }
}

/// QL steps with implicit shifts until each entry below the diagonal is nothing beside its neighbours.
void solve(Tridiagonal& t) {
  const int n = t.n;
  for (int i = 1; i < n; ++i) t.e(i - 1) = t.e(i);
  t.e(n - 1) = 0;
  for (int l = 0; l < n; ++l) {
    for (int step = 0;; ++step) {
      int m = l;
      for (; m < n - 1; ++m)
        if (std::abs(t.e(m)) <= std::numeric_limits<double>::epsilon() * (std::abs(t.d(m)) + std::abs(t.d(m + 1))))
          break;
      if (m == l) break;
      require(step < 100, "pca: the columns hold numbers too far apart to tell their directions; scale them first");
      double g = (t.d(l + 1) - t.d(l)) / (2 * t.e(l));
      double r = std::hypot(g, 1.0);
      g = t.d(m) - t.d(l) + t.e(l) / (g + std::copysign(r, g));
      double s = 1, c = 1, p = 0;
      int i = m - 1;
      for (; i >= l; --i) {
        const double f = s * t.e(i), b = c * t.e(i);
        t.e(i + 1) = r = std::hypot(f, g);
        if (r == 0) {  // underflow: start this eigenvalue again
          t.d(i + 1) -= p;
          t.e(m) = 0;
          break;
        }
        s = f / r, c = g / r;
        g = t.d(i + 1) - p;
        r = (t.d(i) - g) * s + 2 * c * b;
        p = s * r;
        t.d(i + 1) = g + p;
        g = c * r - b;
        for (int k = 0; k < n; ++k) {
          const double high = t.at(k, i + 1), low = t.at(k, i);
          t.at(k, i + 1) = s * low + c * high;
          t.at(k, i) = c * low - s * high;
        }
      }
      if (r == 0 && i >= l) continue;
      t.d(l) -= p;
      t.e(l) = g;
      t.e(m) = 0;
    }
  }
}

}  // namespace

Eigen symmetric_eigen(std::vector<double> matrix, int n) {
  const auto size = static_cast<size_t>(n);
  Tridiagonal t{n, std::move(matrix), std::vector<double>(size), std::vector<double>(size)};
  reduce(t);
  solve(t);
  std::vector<int> order(size);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return t.d(a) > t.d(b); });
  Eigen result;
  for (const int column : order) {
    result.values.push_back(t.d(column));
    for (int row = 0; row < n; ++row) result.vectors.push_back(t.at(row, column));
  }
  return result;
}

}  // namespace plumb
