#include "plumb/engine/executor.h"

#include <algorithm>
#include <cstring>

#include "plumb/engine/internal/memory.h"
#include "plumb/graph/operators.h"

namespace plumb {

States::Tensor& States::at(const std::string& name, const Shape& shape, Type type, float initial) {
  const auto [found, fresh] = all.try_emplace(name);
  Tensor& tensor = found->second;
  if (fresh) {
    tensor = {.shape = shape, .type = type};
    tensor.data = engine::allocate(tensor.bytes());
    if (type == Type::f32) std::fill_n(tensor.floats(), count(shape), initial);
    if (type == Type::s32)
      std::fill_n(reinterpret_cast<int32_t*>(tensor.data.get()), count(shape), static_cast<int32_t>(initial));
  }
  require(tensor.shape == shape && tensor.type == type, "state `{}` is {} {}, but {} {} is asked for", name,
          text(tensor.type), tensor.shape, text(type), shape);
  return tensor;
}

States::Tensor copy_of(const States::Tensor& tensor) {
  States made;
  States::Tensor copy = made.at("copy", tensor.shape, tensor.type);
  std::memcpy(copy.data.get(), tensor.data.get(), tensor.bytes());
  return copy;
}

States copy_of(const States& states) {
  States copy;
  for (const auto& [name, tensor] : states.all) copy.all.emplace(name, copy_of(tensor));
  return copy;
}

const States::Tensor* States::find(const std::string& name) const {
  const auto found = all.find(name);
  return found == all.end() ? nullptr : &found->second;
}

void initialise(const Graph& graph, States& states, uint64_t seed) {
  for (const State& state : graph.states) states.at(state.name, state.value.shape(), state.value.type(), state.initial);
  if (graph.parameters.empty() || states.find("parameters")) return;
  const Parameter& last = graph.parameters.back();
  float* flat = states.at("parameters", {last.offset + on_cache_line(count(last.value.shape()))}).floats();
  for (const Parameter& p : graph.parameters)
    if (p.initial) p.initial(p.value.shape(), seed, flat + p.offset);
}

}  // namespace plumb
