#include "plumb/model/network.h"

#include <algorithm>
#include <set>

#include "plumb/graph/operators.h"

namespace plumb {

struct Symbol::Point {
  std::optional<InputSpec> input;
  std::optional<Layer> layer;
  std::vector<Symbol> from;
};

Symbol input(const InputSpec& spec) {
  return Symbol(std::make_shared<const Symbol::Point>(Symbol::Point{.input = spec, .layer = {}, .from = {}}));
}

Symbol input(const std::string& name, const Shape& shape, Type type) {
  return input(InputSpec{.name = name, .shape = shape, .type = type});
}

Symbol operator|(const Symbols& from, const Layer& layer) {
  for (const Symbol& symbol : from) require(symbol.point_ != nullptr, "a network begins with `input(name, shape)`");
  return Symbol(std::make_shared<const Symbol::Point>(Symbol::Point{.input = {}, .layer = layer, .from = from}));
}

Symbol operator|(const Symbol& from, const Layer& layer) { return Symbols{from} | layer; }

// Points are numbered after the inputs, so these are found first.
Network::Network(const std::vector<std::pair<std::string, Symbol>>& ends) {
  std::map<const Symbol::Point*, int> place;
  const std::function<void(const Symbol&)> find_inputs = [&](const Symbol& symbol) {
    const Symbol::Point& point = *symbol.point_;
    if (!place.emplace(&point, -1).second) return;
    if (point.input) {
      place[&point] = add(*point.input);
    }
    for (const Symbol& before : point.from) find_inputs(before);
  };
  const std::function<int(const Symbol&)> follow = [&](const Symbol& symbol) {
    const Symbol::Point& point = *symbol.point_;
    int& known = place.at(&point);
    if (known >= 0) return known;
    std::vector<int> from;
    for (const Symbol& before : point.from) from.push_back(follow(before));
    return known = add(*point.layer, std::move(from));
  };
  for (const auto& [name, symbol] : ends) {
    require(symbol.point_ != nullptr, "output \"{}\" is empty", name);
    find_inputs(symbol);
  }
  for (const auto& [name, symbol] : ends) outputs.push_back({name, follow(symbol)});
}

Network::Network(const InputSpec& from, const Layers& layers, const std::string& output) {
  int last = add(from);
  for (const Layer& layer : layers) last = add(layer, {last});
  outputs.push_back({output, last});
}

int Network::add(const InputSpec& input) {
  if (!points.empty()) throw Bug("inputs are numbered before layers");
  for (size_t i = 0; i < inputs.size(); ++i)
    if (inputs[i].name == input.name) return static_cast<int>(i);
  const int place = static_cast<int>(inputs.size());
  inputs.push_back(input);
  if (!input.lengths.empty()) add(InputSpec{.name = input.lengths, .type = Type::s32});
  return place;
}

int Network::add(const Layer& layer, std::vector<int> from) {
  points.push_back({layer, std::move(from)});
  return static_cast<int>(inputs.size() + points.size()) - 1;
}

namespace {

/// Rows as layers take them: pixels as scaled numbers, single numbers as [rows, 1].
Value prepared(Scope& scope, const InputSpec& spec, Value fed) {
  scope.graph.scope = spec.name;
  Value x = fed;
  if (spec.type == Type::u8) {
    x = cast(x, Type::f32);
    const auto along_channels = [&](const std::vector<double>& numbers, const char* what) {
      require(static_cast<int64_t>(numbers.size()) == spec.shape.back(), "input \"{}\": {} {} for {} channels",
              spec.name, numbers.size(), what, spec.shape.back());
      const Value table = scope.graph.table(spec.name + "/" + what, {spec.shape.back()},
                                            std::vector<float>(numbers.begin(), numbers.end()));
      std::vector<int> axes;
      for (int axis = 0; axis + 1 < x.rank(); ++axis) axes.push_back(axis);
      return expand(table, x, {.axes = axes});
    };
    if (spec.scale.size() <= 1 && spec.shift.size() <= 1) {
      const double scale = spec.scale.empty() ? 1 : spec.scale[0], shift = spec.shift.empty() ? 0 : spec.shift[0];
      if (scale != 1 || shift != 0) x = affine(x, scale, shift);
    } else {
      x = spec.scale.size() == 1 ? affine(x, spec.scale[0], 0) : x * along_channels(spec.scale, "scale");
      x = spec.shift.size() == 1 ? affine(x, 1, spec.shift[0]) : x + along_channels(spec.shift, "shift");
    }
  }
  if (x.rank() == 1 && x.type() == Type::f32) x = split_dim(x, 0, {-1, 1});
  scope.graph.scope.clear();
  return x;
}

}  // namespace

std::map<std::string, Value> Network::build(Scope& scope, const std::map<std::string, Value>& fed) const {
  const auto fed_as = [&](const std::string& name) {
    const auto found = fed.find(name);
    if (found == fed.end()) throw Error("the network needs the input \"{}\"", name);
    return found->second;
  };
  Values made;
  for (const InputSpec& spec : inputs) {
    made.push_back(prepared(scope, spec, fed_as(spec.name)));
    if (!spec.lengths.empty()) scope.set_lengths(made.back(), fed_as(spec.lengths));
    if (spec.codes > 0) scope.set_codes(made.back(), spec.codes);
    if (!spec.edges.empty()) scope.set_edges(made.back(), spec.edges);
  }
  for (const Point& point : points) {
    Values from;
    for (const int place : point.from) from.push_back(made.at(static_cast<size_t>(place)));
    made.push_back(point.layer.build(scope, from));
  }
  std::map<std::string, Value> results;
  for (const Output& output : outputs) results[output.name] = made.at(static_cast<size_t>(output.from));
  return results;
}

TracedNetwork trace(const Network& network, bool training, int64_t rows, uint32_t seed) {
  TracedNetwork traced{.graph = std::make_unique<Graph>(), .scope = nullptr};
  traced.scope = std::make_unique<Scope>(*traced.graph, training, seed);
  for (const InputSpec& spec : network.inputs) {
    Shape shape{rows};
    shape.insert(shape.end(), spec.shape.begin(), spec.shape.end());
    traced.inputs[spec.name] = traced.graph->input(spec.name, shape, spec.type);
  }
  traced.outputs = network.build(*traced.scope, traced.inputs);
  return traced;
}

}  // namespace plumb
