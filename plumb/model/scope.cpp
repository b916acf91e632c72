#include "plumb/model/scope.h"

#include "plumb/graph/operators.h"

namespace plumb {
namespace {

/// FNV-1a of the name, so that parameters of one shape do not begin alike.
uint64_t seed_for(std::string_view name, uint64_t seed) {
  uint64_t hash = 0xcbf29ce484222325U ^ seed;
  for (const char c : name) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3U;
  return hash;
}

}  // namespace

Value Scope::parameter(const std::string& name, const Shape& shape, const Initializer& initializer,
                       const std::optional<Regularizer>& regularizer, const std::optional<Constraint>& constraint,
                       bool trainable) {
  const std::string full = path_ + "/" + name;
  const Initial from_seed = [initial = initializer.initial(), full](const Shape& of, uint64_t seed, float* to) {
    initial(of, seed_for(full, seed), to);
  };
  const Value value = place(full, shape, from_seed, trainable);
  const auto& brought_back = constraint || shape.size() < 2 ? constraint : constraint_;
  if (brought_back && rate_factor_ > 0) constraints.insert_or_assign(full, *brought_back);
  if (regularizer && training) penalise(regularizer->penalty(value));
  return reparametrise && shape.size() > 1 ? reparametrise(name, value, from_seed) : value;
}

Value Scope::parameter_beside(const std::string& name, const Shape& shape, const Initial& initial) {
  return place(path_ + "/" + name, shape, initial, true);
}

/// A new segment of the flat buffer, or, in another one, the view of that name.
Value Scope::place(const std::string& name, const Shape& shape, const Initial& initial, bool trainable) {
  if (rate_factor_ != 1) rate_factors[name] = rate_factor_;
  if (!flat) return graph.parameter(name, shape, initial, trainable);
  for (const Parameter& known : graph.parameters)
    if (known.name == name) return unpack(flat, known.offset, shape);
  throw Bug("no parameter " + name + " to trace again");
}

Value Scope::state(const std::string& name, const Shape& shape, float initial) {
  return graph.state(path_ + "/" + name, shape, initial);
}

void Scope::update(Value state, Value next) {
  if (training && updates) graph.update(state, next);
}

Value Scope::step() {
  const Value known = graph.find_input("step");
  return known ? known : graph.input("step", {}, Type::s32, false);
}

Value Scope::lengths_of(Value sequence) const {
  const auto found = lengths_.find(sequence);
  return found == lengths_.end() ? Value() : found->second;
}

void Scope::pass_lengths(const Values& inputs, Value result) {
  if (lengths_.contains(result) || result.rank() < 3) return;
  for (const Value input : inputs)
    if (const Value lengths = lengths_of(input); lengths && input.dim(1) == result.dim(1)) {
      lengths_[result] = lengths;
      return;
    }
}

int64_t Scope::codes_of(Value codes) const {
  const auto found = codes_.find(codes);
  return found == codes_.end() ? 0 : found->second;
}

Scope::Learning::Learning(Scope& scope, bool trainable, double rate_factor, const std::optional<Constraint>& constraint)
    : scope_(scope), training_(scope.training), rate_factor_(scope.rate_factor_), constraint_(scope.constraint_) {
  scope.training = training_ && trainable;
  scope.rate_factor_ = trainable ? rate_factor_ * rate_factor : 0;
  if (constraint) scope.constraint_ = constraint;
}

Scope::Learning::~Learning() {
  scope_.training = training_;
  scope_.rate_factor_ = rate_factor_;
  scope_.constraint_ = constraint_;
}

std::vector<std::vector<double>> Scope::edges_of(Value numbers) const {
  const auto found = edges_.find(numbers);
  return found == edges_.end() ? std::vector<std::vector<double>>{} : found->second;
}

Scope::Layer::Layer(Scope& scope, std::string_view kind) : scope_(scope), outer_(scope.path_) {
  const std::string base = outer_.empty() ? std::string(kind) : outer_ + "/" + std::string(kind);
  const int before = scope.used_[base]++;
  name_ = before == 0 ? base : base + "_" + std::to_string(before);
  scope_.path_ = scope_.graph.scope = name_;
}

Scope::Layer::~Layer() { scope_.path_ = scope_.graph.scope = outer_; }

}  // namespace plumb
