#include "plumb/model/activation.h"

#include "plumb/model/activations/linear.h"

namespace plumb {

std::map<UnaryOperator, std::string>& activation_operators() {
  static std::map<UnaryOperator, std::string> all;
  return all;
}

Activation::Activation() : Activation(Linear{}) {}

Activation::Activation(Value (*op)(Value)) {
  const auto found = activation_operators().find(op);
  if (found == activation_operators().end())
    throw Error("this operator is no activation; those that there are: {}", join(registry<Activation>().words()));
  *this = registry<Activation>().make(found->second);
}

}  // namespace plumb
