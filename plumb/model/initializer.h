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

}  // namespace plumb
