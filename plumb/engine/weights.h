#pragma once

#include <map>
#include <string>

#include "plumb/core/safetensors.h"
#include "plumb/engine/executor.h"

namespace plumb {

/// The weights of a network by name ("dense/kernel"), and the tensors that its inference reads besides
/// ("batch_normalization/moving_mean"): views into `states`, ready to be written. `graph` is its inference graph.
std::map<std::string, TensorBytes> weights_of(const Graph& graph, States& states);

/// Puts stored weights where the graph wants them. An Error names a tensor that is missing or has another shape.
void set_weights(const Graph& graph, const std::map<std::string, TensorBytes>& weights, States& states,
                 const std::string& file);

}  // namespace plumb
