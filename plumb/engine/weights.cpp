#include "plumb/engine/weights.h"

#include <cstring>

namespace plumb {
namespace {

/// Where each named tensor lies: segments of the flat buffer, and whole states.
std::map<std::string, TensorBytes> views(const Graph& graph, States& states) {
  std::map<std::string, TensorBytes> all;
  initialise(graph, states, 0);
  const auto view = [](const Shape& shape, const std::byte* data) {
    return TensorBytes{.shape = shape, .type = Type::f32, .bytes = {data, static_cast<size_t>(count(shape)) * 4}};
  };
  if (const States::Tensor* flat = states.find("parameters"))
    for (const Parameter& parameter : graph.parameters)
      all[parameter.name] = view(parameter.value.shape(), flat->data.get() + parameter.offset * 4);
  for (const State& state : graph.states)
    all[state.name] = view(state.value.shape(), states.find(state.name)->data.get());
  return all;
}

}  // namespace

std::map<std::string, TensorBytes> weights_of(const Graph& graph, States& states) { return views(graph, states); }

void set_weights(const Graph& graph, const std::map<std::string, TensorBytes>& weights, States& states,
                 const std::string& file) {
  for (const auto& [name, place] : views(graph, states)) {
    const auto found = weights.find(name);
    if (found == weights.end()) throw Error("{}: has no weights \"{}\"; it belongs to another network", file, name);
    const TensorBytes& given = found->second;
    if (given.shape != place.shape || given.type != Type::f32)
      throw Error("{}: \"{}\" is {} of {}, and the network needs {} of f32", file, name, given.shape, text(given.type),
                  place.shape);
    std::memcpy(const_cast<std::byte*>(place.bytes.data()), given.bytes.data(), given.bytes.size());
  }
}

}  // namespace plumb
