#pragma once

#include "plumb/core/registry.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// A function applied to each element, or along the last axis (softmax). `activation: relu` in a task file, `Dense{64,
/// relu}` in C++, where `relu` is the operator itself. A kind is a struct with described options and
///
///     Value build(Value x) const;
///
/// Its file registers it: `[[maybe_unused]] static const bool registered = add_activation<Relu>(&relu);`
class Activation : public Component {
 public:
  static constexpr auto sort = "activation";
  Activation();                    // linear
  Activation(Value (*op)(Value));  // NOLINT: the registered activation that is this operator
  template <class Kind>
  requires(!std::derived_from<Kind, Component> && requires(const Kind k, Value x) { k.build(x); })
      Activation(Kind kind)  // NOLINT: implicit by design
      : Component(kind), build_([kind](Value x) { return kind.build(x); }) {}
  Value build(Value x) const { return build_(x); }

 private:
  std::function<Value(Value)> build_;
};

using UnaryOperator = Value (*)(Value);
std::map<UnaryOperator, std::string>& activation_operators();

template <class Kind>
bool add_activation(UnaryOperator op = nullptr) {
  if (op) activation_operators()[op] = Kind::name;
  return registry<Activation>().template add<Kind>();
}

}  // namespace plumb
