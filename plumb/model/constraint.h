#pragma once

#include "plumb/core/registry.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// What a kernel is brought back to after each step. A kind is a struct with described options and
///
///     Value constrained(Value kernel) const;      // of the same shape, composed of operators
///
///     dense: {units: 64, constraint: {max_norm: 3}}
class Constraint : public Component {
 public:
  static constexpr auto sort = "constraint";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Constraint(Kind kind)  // NOLINT: implicit by design
      : Component(kind), constrained_([kind](Value kernel) { return kind.constrained(kernel); }) {}
  Value constrained(Value kernel) const { return constrained_(kernel); }

 private:
  std::function<Value(Value)> constrained_;
};

/// The length of what goes into each unit: over all axes of a kernel but the last, repeated to the kernel's shape.
Value unit_lengths(Value kernel);

}  // namespace plumb
