#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "plumb/graph/graph.h"
#include "plumb/onnx/model.h"

namespace plumb::onnx {

/// Where the writer finds the numbers of a trained graph, in the order of their shapes.
struct Weights {
  std::function<std::span<const float>(const Parameter&)> parameter;
  std::function<std::span<const float>(const State&)> state;
};

/// Writes what `outputs` need of a graph into a model, after what is there, and returns the ONNX values of the outputs.
///
///     const auto y = write_graph(graph, {probabilities}, {{"table", table}}, weights, model);
///     model.expose("probabilities", y[0], Element::f32, {-1, 2});
///     simplify(model);
///
/// `inputs`: the ONNX value for each input of the graph. The number of rows stays open. An operator writes its own ONNX
/// form; one without is written by its decomposition.
std::vector<std::string> write_graph(const Graph& graph, const Values& outputs,
                                     const std::map<std::string, std::string>& inputs, const Weights& weights,
                                     Model& model);

}  // namespace plumb::onnx
