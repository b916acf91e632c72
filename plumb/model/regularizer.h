#pragma once

#include "plumb/core/registry.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// A penalty on a parameter, added to the loss. A kind is a struct with described options and
///
///     Value penalty(Value parameter) const;      // a scalar, composed of operators
class Regularizer : public Component {
 public:
  static constexpr auto sort = "regularizer";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Regularizer(Kind kind)  // NOLINT: implicit by design
      : Component(kind), penalty_([kind](Value parameter) { return kind.penalty(parameter); }) {}
  Value penalty(Value parameter) const { return penalty_(parameter); }

 private:
  std::function<Value(Value)> penalty_;
};

}  // namespace plumb
