#include "plumb/graph/graph.h"

#include <algorithm>

#include "plumb/graph/operators.h"

namespace plumb {

namespace {

constexpr double most_numbers = 1e12;  // of one parameter: 4 TB

}  // namespace

const Node& Value::node() const { return graph_->node(id_); }
const Shape& Value::shape() const { return node().results[static_cast<size_t>(index_)].shape; }
Type Value::type() const { return node().results[static_cast<size_t>(index_)].type; }
int64_t Value::dim(int axis) const { return shape().at(static_cast<size_t>(axis < 0 ? axis + rank() : axis)); }

Values Node::reads() const {
  Values all = in;
  if (op->shape_only >= 0) all.erase(all.begin() + op->shape_only);
  return all;
}

Value Graph::input(const std::string& name, Shape shape, Type type, bool batched) {
  require(!batched || !shape.empty(), "input `{}` is batched, so it needs its rows as dimension 0; got a scalar", name);
  if (const Value known = find_input(name)) {
    require(known.shape() == shape && known.type() == type,
            "input `{}` is asked for as {} {}, but it is there as {} {}; give it another name", name, plumb::text(type),
            shape, plumb::text(known.type()), known.shape());
    return known;
  }
  return add(find_operator("input"), {}, Leaf{name, batched}, {{std::move(shape), type}});
}

Value Graph::constant(double value, Type type) {
  return add(find_operator("constant"), {}, Number{value}, {{{}, type}});
}

Value Graph::table(const std::string& name, Shape shape, std::vector<float> values) {
  require(static_cast<int64_t>(values.size()) == count(shape), "table `{}` of shape {} needs {} values, got {}", name,
          shape, count(shape), values.size());
  const auto [known, fresh] = tables_.try_emplace(name, values);
  require(fresh || known->second == values, "table `{}` is there with other values; give it another name", name);
  return add(find_operator("table"), {}, Leaf{name}, {{std::move(shape), Type::f32}});
}

Value Graph::flat() { return add(find_operator("state"), {}, Leaf{"parameters"}, {{{0}, Type::f32}}); }

Value Graph::parameter(const std::string& name, const Shape& shape, Initial initial, bool trainable) {
  if (sealed_) throw Bug("parameter " + name + " comes after the flat buffer was sealed");
  const auto same = [&](const Parameter& p) { return p.name == name; };
  require(std::none_of(parameters.begin(), parameters.end(), same),
          "parameter `{}` is made twice; give the layers different names", name);
  double numbers = 1;  // cannot overflow
  for (const int64_t size : shape) numbers *= static_cast<double>(size);
  require(numbers <= most_numbers, "parameter `{}` of shape {} would hold {:.2g} numbers; make the layer smaller", name,
          shape, numbers);
  const Value all = flat();
  const int64_t offset = all.dim(0);
  nodes_[static_cast<size_t>(all.id())].results[0].shape[0] = offset + on_cache_line(count(shape));
  const Value view = unpack(all, offset, shape);
  parameters.push_back(
      {.name = name, .value = view, .offset = offset, .initial = std::move(initial), .trainable = trainable});
  return view;
}

Value Graph::state(const std::string& name, const Shape& shape, float initial, Type type) {
  for (const State& known : states)
    if (known.name == name) {
      require(known.value.shape() == shape && known.value.type() == type,
              "state `{}` is asked for as {} {}, but it is there as {} {}; give it another name", name,
              plumb::text(type), shape, plumb::text(known.value.type()), known.value.shape());
      return known.value;
    }
  require(name != "parameters", "state `parameters` is the buffer of parameters; give yours another name");
  const Value value = add(find_operator("state"), {}, Leaf{name}, {{shape, type}});
  states.push_back({name, value, initial});
  return value;
}

void Graph::update(Value state, Value next) {
  require(state.node().op->name == "state", "update: only a state can be updated, not the result of {}",
          state.node().op->name);
  require(state.shape() == next.shape() && state.type() == next.type(),
          "update: state `{}` is {} {}, its next value is {} {}", state.node().options.as<Leaf>().name,
          plumb::text(state.type()), state.shape(), plumb::text(next.type()), next.shape());
  for (const Update& known : updates)
    if (known.state == state) throw Bug("state " + state.node().options.as<Leaf>().name + " is updated twice");
  updates.push_back({state, next});
}

Value Graph::add(const Operator& op, Values in, Options options, std::vector<TensorType> results) {
  std::string key = op.name + options.text();
  for (const Value v : in) {
    if (&v.graph() != this) throw Bug(op.name + ": an input belongs to another graph");
    key += fmt::format(" %{}.{}", v.id(), v.index());
  }
  if (in.empty()) key += " " + plumb::text(results[0].type);  // of the shape of a leaf there is one
  const auto [known, fresh] = known_.try_emplace(std::move(key), size());
  if (fresh)
    nodes_.push_back({.op = &op,
                      .in = std::move(in),
                      .options = std::move(options),
                      .results = std::move(results),
                      .self = Value(this, size()),
                      .scope = scope});
  return Value(this, known->second);
}

std::vector<Value> Graph::inputs() const {
  Values all;
  for (const Node& node : nodes_)
    if (node.op->name == "input") all.push_back(node.self);
  return all;
}

Value Graph::find_input(const std::string& name) const {
  for (const Value input : inputs())
    if (input.node().options.as<Leaf>().name == name) return input;
  return {};
}

std::string Graph::text() const {
  std::string all;
  const auto shown = [](Value v) {
    return v.index() == 0 ? fmt::format("%{}", v.id()) : fmt::format("%{}.{}", v.id(), v.index());
  };
  for (const Node& node : nodes_) {
    std::string inputs, results;
    for (const Value v : node.in) inputs += (inputs.empty() ? "" : ", ") + shown(v);
    for (const TensorType& r : node.results)
      results += (results.empty() ? "" : ", ") + plumb::text(r.type) + plumb::text(r.shape);
    all += fmt::format("{} = {}({}){} : {}", shown(node.self), node.op->name, inputs, node.options.text(), results);
    if (!node.scope.empty()) all += "  # " + node.scope;
    all += '\n';
  }
  for (const auto& [state, next] : updates) all += fmt::format("{} <- {}\n", shown(state), shown(next));
  return all;
}

int64_t multiply_adds(const Node& node) { return node.op->multiply_adds ? node.op->multiply_adds(node) : 0; }

std::vector<bool> needed(const Graph& graph, const Values& roots) {
  std::vector<bool> live(static_cast<size_t>(graph.size()));
  for (const Value root : roots) live[static_cast<size_t>(root.id())] = true;
  for (int id = graph.size() - 1; id >= 0; --id)
    if (live[static_cast<size_t>(id)])
      for (const Value v : graph.node(id).reads()) live[static_cast<size_t>(v.id())] = true;
  return live;
}

}  // namespace plumb
