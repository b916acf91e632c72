#include "plumb/model/summary.h"

#include <algorithm>

#include "plumb/core/text_table.h"

namespace plumb {
namespace {

Shape of_one_row(const Shape& shape) { return {shape.begin() + 1, shape.end()}; }

}  // namespace

// Nodes say by their scope to which layer they belong. Traced for two rows, since graphs of one row are no simpler.
std::vector<LayerCost> layer_costs(const Network& network) {
  constexpr int64_t rows = 2;
  const TracedNetwork traced = trace(network, false, rows);
  const Graph& graph = *traced.graph;
  std::vector<LayerCost> layers;
  const auto layer = [&](const std::string& name) -> LayerCost& {
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const LayerCost& l) { return l.layer == name; });
    if (found != layers.end()) return *found;
    layers.push_back({.layer = name, .output = {}});
    return layers.back();
  };
  Values outputs;
  for (const auto& [name, value] : traced.outputs) outputs.push_back(value);
  const std::vector<bool> used = needed(graph, outputs);
  for (int id = 0; id < graph.size(); ++id) {
    const Node& node = graph.node(id);
    if (!used[static_cast<size_t>(id)] || node.scope.empty() || node.in.empty()) continue;
    const TensorType& result = node.results[0];
    const bool of_rows = !result.shape.empty() && !node.op->source && node.op->name != "unpack";
    if (!of_rows) continue;
    LayerCost& cost = layer(node.scope);
    cost.multiply_adds += multiply_adds(node) / rows;
    cost.output = of_one_row(result.shape);
    cost.activation_bytes = count(cost.output) * static_cast<int64_t>(size_of(result.type));
  }
  for (const Parameter& parameter : graph.parameters) {
    const size_t end = parameter.name.rfind('/');
    layer(parameter.name.substr(0, end)).parameters += count(parameter.value.shape());
  }
  return layers;
}

std::string summary(const Network& network) {
  TextTable table({"layer", "output", "parameters", "multiply-adds", "memory"});
  LayerCost sum;
  for (const InputSpec& input : network.inputs) table.row({input.name, text(input.shape)});
  for (const LayerCost& cost : layer_costs(network)) {
    sum.parameters += cost.parameters;
    sum.multiply_adds += cost.multiply_adds;
    sum.activation_bytes += cost.activation_bytes;
    const auto input = std::find_if(network.inputs.begin(), network.inputs.end(),
                                    [&](const InputSpec& spec) { return spec.name == cost.layer; });
    if (input != network.inputs.end()) continue;  // scaled pixels
    table.row({cost.layer, text(cost.output), with_commas(cost.parameters), with_commas(cost.multiply_adds),
               bytes_text(static_cast<double>(cost.activation_bytes))});
  }
  table.line();
  table.row({"sum for one row", "", with_commas(sum.parameters), with_commas(sum.multiply_adds),
             bytes_text(static_cast<double>(sum.activation_bytes))});
  return table.text() + fmt::format("weights take {} in fp32\n", bytes_text(static_cast<double>(sum.parameters) * 4));
}

}  // namespace plumb
