#include "plumb/engine/torch/interpreter.h"

#include <ATen/ops/full.h>
#include <ATen/ops/tensor.h>
#include <c10/util/Exception.h>

namespace plumb::aten {
namespace {

Tensors execute(const Node& node, const Tensors& in, const Place& place) {
  const Form form = find_form(node.op->name);
  if (!form) throw Bug("operator " + node.op->name + " has no ATen form and no definition in primitives");
  try {
    return form(node, in, place);
  } catch (const c10::OutOfMemoryError&) {
    throw Error(fmt::format("{}: {} does not fit into the memory of the device; use a smaller batch_size", node.scope,
                            node.op->name),
                Error::Kind::machine);
  } catch (const c10::Error& error) {
    throw Bug(fmt::format("ATen form of {} {}: {}", node.op->name, node.shape(), error.what_without_backtrace()));
  }
}

}  // namespace

Interpreter::Interpreter(const Graph& graph, const Values& roots, const Place& place, int64_t rows, bool native)
    : first_(rebuild(graph, rows)),
      graph_(decomposed(*first_.graph, [native](const Node& n) { return native && find_form(n.op->name); })),
      place_(place) {
  for (const Value root : roots) roots_.push_back((*this)(root));
  const std::vector<bool> live = needed(*graph_.graph, roots_);
  last_use_.resize(live.size());
  for (int id = 0; id < graph_.graph->size(); ++id) {
    if (!live[static_cast<size_t>(id)]) continue;
    order_.push_back(id);
    const Node& node = graph_.graph->node(id);
    for (const Value v : node.reads()) last_use_[static_cast<size_t>(v.id())] = id;
    if (node.op->name != "table") continue;
    const std::string& name = node.options.as<plumb::Leaf>().name;
    constants_[name] =
        at::tensor(graph_.graph->table_values(name)).reshape(node.shape()).to(place.options(node.type()));
  }
  for (const Value root : roots_) last_use_[static_cast<size_t>(root.id())] = graph_.graph->size();
}

Tensors Interpreter::run(const Leaf& leaf, const Watch& watch) const {
  const Graph& graph = *graph_.graph;
  std::vector<Tensors> results(static_cast<size_t>(graph.size()));
  const auto result_of = [&](Value v) -> at::Tensor& {
    return results[static_cast<size_t>(v.id())][static_cast<size_t>(v.index())];
  };
  for (const int id : order_) {
    const Node& node = graph.node(id);
    Tensors& made = results[static_cast<size_t>(id)];
    if (node.op->name == "constant") {
      made = {at::full({}, node.options.as<Number>().value, place_.options(node.type()))};
    } else if (node.op->name == "table") {
      made = {constants_.at(node.options.as<plumb::Leaf>().name)};
    } else if (node.in.empty()) {
      made = {leaf(node)};
    } else {
      Tensors in;
      for (size_t k = 0; k < node.in.size(); ++k)
        in.push_back(static_cast<int>(k) == node.op->shape_only ? at::Tensor() : result_of(node.in[k]));
      made = execute(node, in, place_);
    }
    for (size_t i = 0; watch && i < made.size(); ++i)
      watch(Value(graph_.graph.get(), id, static_cast<int>(i)), made[i]);
    for (const Value v : node.reads())
      if (last_use_[static_cast<size_t>(v.id())] == id) results[static_cast<size_t>(v.id())].clear();
  }
  Tensors all;
  for (const Value root : roots_) all.push_back(result_of(root));
  return all;
}

}  // namespace plumb::aten
