#pragma once

#include "plumb/core/registry.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// What a weight is brought back to after each step. A kind is a struct with described options and
///
///     Value constrained(Value weight) const;      // of the same shape, composed of operators
///
///     dense: {units: 64, constraint: {max_norm: 3}}                  # each kernel of the layer
///     dense: {units: 64, bias_constraint: non_neg}                   # one of its weights
class Constraint : public Component {
 public:
  static constexpr auto sort = "constraint";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Constraint(Kind kind)  // NOLINT: implicit by design
      : Component(kind), constrained_([kind](Value kernel) { return kind.constrained(kernel); }) {}
  Value constrained(Value weight) const { return constrained_(weight); }

 private:
  std::function<Value(Value)> constrained_;
};

/// The length of what goes into each unit, repeated to the weight's shape: over `axes`, where none are named over all
/// axes but the last. Of a vector (a bias) it is one length.
Value unit_lengths(Value weight, const std::vector<int64_t>& axes);
constexpr auto unit_axes = "Over which axes a length is taken; none: all but the last, so that it is one of each unit.";

}  // namespace plumb
