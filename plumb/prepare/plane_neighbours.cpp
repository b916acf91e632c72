#include "plumb/prepare/plane_neighbours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace plumb {
namespace {

constexpr size_t leaf = 12;  // points that are looked at one by one

struct Point {
  std::array<double, 2> at;
  size_t row;
};

/// The points in the order of a balanced tree: the middle one of a range splits it by the axis along which it is wider.
class PlaneTree {
 public:
  PlaneTree(const std::vector<double>& x, const std::vector<double>& y) : axes_(x.size()) {
    for (size_t i = 0; i < x.size(); ++i) points_.push_back({{x[i], y[i]}, i});
    split(0, points_.size());
  }
  const std::vector<Point>& points() const { return points_; }

  /// Puts the distances of the nearest others in the range into `nearest`, which is ascending and stays as long.
  void search(const Point& point, size_t begin, size_t end, std::vector<double>& nearest) const {
    if (end - begin <= leaf) {
      for (size_t i = begin; i < end; ++i) offer(point, points_[i], nearest);
      return;
    }
    const size_t middle = begin + (end - begin) / 2, axis = axes_[middle];
    const double beyond = point.at[axis] - points_[middle].at[axis];
    offer(point, points_[middle], nearest);
    const auto before = [&] { search(point, begin, middle, nearest); };
    const auto after = [&] { search(point, middle + 1, end, nearest); };
    beyond < 0 ? before() : after();
    if (std::abs(beyond) < nearest.back()) beyond < 0 ? after() : before();
  }

 private:
  void split(size_t begin, size_t end) {
    if (end - begin <= leaf) return;
    const size_t middle = begin + (end - begin) / 2, axis = wider(begin, end);
    const auto first = points_.begin();
    std::nth_element(first + static_cast<ptrdiff_t>(begin), first + static_cast<ptrdiff_t>(middle),
                     first + static_cast<ptrdiff_t>(end),
                     [axis](const Point& a, const Point& b) { return a.at[axis] < b.at[axis]; });
    axes_[middle] = axis;
    split(begin, middle);
    split(middle + 1, end);
  }

  size_t wider(size_t begin, size_t end) const {
    std::array<double, 2> low = points_[begin].at, high = low;
    for (size_t i = begin; i < end; ++i)
      for (size_t axis = 0; axis < 2; ++axis) {
        low[axis] = std::min(low[axis], points_[i].at[axis]);
        high[axis] = std::max(high[axis], points_[i].at[axis]);
      }
    return high[1] - low[1] > high[0] - low[0] ? 1 : 0;
  }

  static void offer(const Point& point, const Point& other, std::vector<double>& nearest) {
    if (other.row == point.row) return;
    const double far = std::max(std::abs(other.at[0] - point.at[0]), std::abs(other.at[1] - point.at[1]));
    if (far >= nearest.back()) return;
    size_t place = nearest.size() - 1;
    for (; place > 0 && nearest[place - 1] > far; --place) nearest[place] = nearest[place - 1];
    nearest[place] = far;
  }

  std::vector<Point> points_;
  std::vector<size_t> axes_;  // of each middle point
};

}  // namespace

std::vector<double> kth_distances(const std::vector<double>& x, const std::vector<double>& y, size_t k) {
  const PlaneTree tree(x, y);
  std::vector<double> result(x.size()), nearest(k);
  for (const Point& point : tree.points()) {  // neighbours one after the other, so that the tree stays in the cache
    std::fill(nearest.begin(), nearest.end(), std::numeric_limits<double>::infinity());
    tree.search(point, 0, x.size(), nearest);
    result[point.row] = nearest.back();
  }
  return result;
}

}  // namespace plumb
