#include "plumb/model/initializers/orthogonal.h"

#include <cmath>

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Initializer>().add<Orthogonal>();

// Gram and Schmidt's way, twice over, on normal vectors: uniform over the orthogonal matrices, as a QR decomposition
// with positive diagonal.
void Orthogonal::fill(const Shape& shape, Random& random, float* to) const {
  if (count(shape) == 0) return;
  const auto columns = shape.empty() ? size_t{1} : static_cast<size_t>(shape.back());
  const size_t rows = static_cast<size_t>(count(shape)) / columns;
  const size_t vectors = std::min(rows, columns), length = std::max(rows, columns);
  std::vector<std::vector<double>> made;
  for (size_t i = 0; i < vectors; ++i) {
    std::vector<double> v(length);
    for (double& x : v) x = random.normal();
    for (int pass = 0; pass < 2; ++pass)
      for (const auto& other : made) {
        double along = 0;
        for (size_t k = 0; k < length; ++k) along += v[k] * other[k];
        for (size_t k = 0; k < length; ++k) v[k] -= along * other[k];
      }
    double square = 0;
    for (const double x : v) square += x * x;
    for (double& x : v) x /= std::sqrt(square);
    for (size_t k = 0; k < length; ++k)
      to[rows < columns ? i * columns + k : k * columns + i] = static_cast<float>(gain * v[k]);
    made.push_back(std::move(v));
  }
}

}  // namespace plumb
