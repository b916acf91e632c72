#pragma once

#include "plumb/core/registry.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// A penalty that is added to the loss: on a parameter, or on what a layer leaves. A kind is a struct with described
/// options and
///
///     Value penalty(Value parameter) const;           // a scalar, composed of operators
///     static constexpr bool weights_only = true;      // where it is no sum over numbers, which a batch shares out
class Regularizer : public Component {
 public:
  static constexpr auto sort = "regularizer";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Regularizer(Kind kind)  // NOLINT: implicit by design
      : Component(kind),
        weights_only_(requires { Kind::weights_only; }),
        penalty_([kind](Value parameter) { return kind.penalty(parameter); }) {}
  Value penalty(Value parameter) const { return penalty_(parameter); }
  bool weights_only() const { return weights_only_; }

 private:
  bool weights_only_ = false;
  std::function<Value(Value)> penalty_;
};

}  // namespace plumb
