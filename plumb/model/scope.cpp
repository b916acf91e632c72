#include "plumb/model/scope.h"

namespace plumb {

Value Scope::parameter(const std::string& name, const Shape& shape, const Initializer& initializer,
                       const std::optional<Regularizer>& regularizer, bool trainable) {
  const Value value = graph.parameter(path_ + "/" + name, shape, initializer.initial(), trainable);
  if (regularizer && training) penalise(regularizer->penalty(value));
  return value;
}

Value Scope::state(const std::string& name, const Shape& shape, float initial) {
  return graph.state(path_ + "/" + name, shape, initial);
}

void Scope::update(Value state, Value next) {
  if (training) graph.update(state, next);
}

Value Scope::step() {
  const Value known = graph.find_input("step");
  return known ? known : graph.input("step", {}, Type::s32, false);
}

Scope::Layer::Layer(Scope& scope, std::string_view kind) : scope_(scope), outer_(scope.path_) {
  const std::string base = outer_.empty() ? std::string(kind) : outer_ + "/" + std::string(kind);
  const int before = scope.used_[base]++;
  name_ = before == 0 ? base : base + "_" + std::to_string(before);
  scope_.path_ = scope_.graph.scope = name_;
}

Scope::Layer::~Layer() { scope_.path_ = scope_.graph.scope = outer_; }

}  // namespace plumb
