#pragma once

#include <map>
#include <string>

#include "plumb/model/scope.h"
#include "plumb/train/train_options.h"

namespace plumb {

/// What comes between the optimizer and the weights, on the flat buffer of a step graph: factors on the rate, by layer,
/// constraints, and what callbacks add.
///
/// A factor f moves a weight from p to p + f (next - p): f times the rate, since steps are proportional to it, weight
/// decay included.
struct FedFactors {
  std::map<std::string, Value> by_layer = {};  // scalar inputs; empty where no callback sets any
};
FedFactors finish_updates(Graph& graph, const Scope& scope, const TrainOptions& options);

/// The layer of the network that a parameter belongs to: "residual" of "residual/dense_1/kernel".
std::string layer_of(const std::string& parameter);

/// What the weights become in this graph's step, as far as it is written.
Value next_weights(Graph& graph);
void set_next_weights(Graph& graph, Value next);

}  // namespace plumb
