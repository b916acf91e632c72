#include "plumb/model/summary.h"

#include <algorithm>

namespace plumb {
namespace {

std::string grouped(int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<size_t>(at), ",");
  return digits;
}

std::string in_bytes(int64_t bytes) {
  if (bytes < 1024) return fmt::format("{} B", bytes);
  if (bytes < 1024 * 1024) return fmt::format("{:.1f} KB", static_cast<double>(bytes) / 1024);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1024 / 1024);
}

Shape of_one_row(const Shape& shape) { return {shape.begin() + 1, shape.end()}; }

using Row = std::array<std::string, 5>;

std::string table(const std::vector<Row>& rows) {
  std::array<size_t, 5> width{};
  for (const Row& row : rows)
    for (size_t i = 0; i < row.size(); ++i) width[i] = std::max(width[i], row[i].size());
  const std::string rule(width[0] + width[1] + width[2] + width[3] + width[4] + 8, '-');
  std::string text;
  for (size_t r = 0; r < rows.size(); ++r) {
    if (r == 1 || r + 1 == rows.size()) text += rule + '\n';
    const Row& row = rows[r];
    text += fmt::format("{:<{}}  {:<{}}  {:>{}}  {:>{}}  {:>{}}\n", row[0], width[0], row[1], width[1], row[2],
                        width[2], row[3], width[3], row[4], width[4]);
  }
  return text;
}

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
  std::vector<Row> rows{{"layer", "output", "parameters", "multiply-adds", "memory"}};
  LayerCost sum;
  for (const InputSpec& input : network.inputs) rows.push_back({input.name, text(input.shape), "", "", ""});
  for (const LayerCost& cost : layer_costs(network)) {
    sum.parameters += cost.parameters;
    sum.multiply_adds += cost.multiply_adds;
    sum.activation_bytes += cost.activation_bytes;
    const auto input = std::find_if(network.inputs.begin(), network.inputs.end(),
                                    [&](const InputSpec& spec) { return spec.name == cost.layer; });
    if (input != network.inputs.end()) continue;  // scaled pixels
    rows.push_back({cost.layer, text(cost.output), grouped(cost.parameters), grouped(cost.multiply_adds),
                    in_bytes(cost.activation_bytes)});
  }
  rows.push_back(
      {"sum for one row", "", grouped(sum.parameters), grouped(sum.multiply_adds), in_bytes(sum.activation_bytes)});
  return table(rows) + fmt::format("weights take {} in fp32\n", in_bytes(sum.parameters * 4));
}

}  // namespace plumb
