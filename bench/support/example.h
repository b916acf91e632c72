#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "plumb/core/files.h"
#include "plumb/data/tensors.h"
#include "plumb/engine/executor.h"
#include "plumb/model/network.h"

namespace plumb::bench {

/// Rows for a network, the same for a seed: numbers in [-1, 1), codes below the input's number of codes.
struct Example {
  Example(const Network& network, int64_t rows, int64_t classes, uint64_t seed = 1);
  std::vector<TensorRows> inputs;  // in the order of network.inputs
  std::vector<int32_t> labels;
};

/// Writes the example and the weights of `graph`, so that a peer begins with the same numbers: tensors "input/<name>",
/// "labels", "weight/<number>" in the order of the parameters (metadata "weights" has their names), and `outputs`.
void write_example(const Path& file, const Example& example, const Graph& graph, States& states,
                   const std::map<std::string, std::span<const float>>& outputs = {});

}  // namespace plumb::bench
