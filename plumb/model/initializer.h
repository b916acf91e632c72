#pragma once

#include "plumb/core/random.h"
#include "plumb/core/registry.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// How a parameter begins. A kind is a struct with described options and
///
///     void fill(const Shape& shape, Random& random, float* to) const;
///
/// Fans of a kernel [in, out] or [h, w, in, out] are as Keras counts them (`fans`).
class Initializer : public Component {
 public:
  static constexpr auto sort = "initializer";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Initializer(Kind kind)  // NOLINT: implicit by design
      : Component(kind), initial_([kind](const Shape& shape, uint64_t seed, float* to) {
          Random random(seed, "initializer");
          kind.fill(shape, random, to);
        }) {}
  const Initial& initial() const { return initial_; }

 private:
  Initial initial_;
};

/// Numbers of inputs and outputs of one unit: the last two sizes, times the window before them.
struct Fans {
  double in = 1, out = 1;
};
Fans fans(const Shape& shape);

// What initialisers draw from.
void fill_uniform(const Shape& shape, Random& random, double low, double high, float* to);
void fill_normal(const Shape& shape, Random& random, double mean, double stddev, float* to);
/// Draws further than two deviations from the mean are drawn again.
void fill_truncated_normal(const Shape& shape, Random& random, double mean, double stddev, float* to);
/// A truncated normal of deviation 1 has deviation 0.8796; Keras divides by it.
inline constexpr double truncated_deviation = 0.87962566103423978;

}  // namespace plumb
