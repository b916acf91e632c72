#include "plumb/model/initializer.h"

namespace plumb {

Fans fans(const Shape& shape) {
  if (shape.empty()) return {};
  if (shape.size() == 1) return {static_cast<double>(shape[0]), static_cast<double>(shape[0])};
  double window = 1;
  for (size_t axis = 0; axis + 2 < shape.size(); ++axis) window *= static_cast<double>(shape[axis]);
  return {window * static_cast<double>(shape[shape.size() - 2]), window * static_cast<double>(shape.back())};
}

void fill_uniform(const Shape& shape, Random& random, double low, double high, float* to) {
  for (int64_t i = 0; i < count(shape); ++i) to[i] = static_cast<float>(random.uniform(low, high));
}

void fill_normal(const Shape& shape, Random& random, double mean, double stddev, float* to) {
  for (int64_t i = 0; i < count(shape); ++i) to[i] = static_cast<float>(mean + stddev * random.normal());
}

void fill_truncated_normal(const Shape& shape, Random& random, double mean, double stddev, float* to) {
  for (int64_t i = 0; i < count(shape); ++i) {
    double draw = random.normal();
    while (draw < -2 || draw > 2) draw = random.normal();
    to[i] = static_cast<float>(mean + stddev * draw);
  }
}

}  // namespace plumb
