#pragma once

#include <string>
#include <vector>

#include "plumb/model/network.h"

namespace plumb {

/// What one layer costs, for one row.
struct LayerCost {
  std::string layer;  // "residual/conv2d_1"
  Shape output;       // without the rows
  int64_t parameters = 0, multiply_adds = 0, activation_bytes = 0;
};
std::vector<LayerCost> layer_costs(const Network& network);

/// A table of layers, output shapes, parameters, multiply-adds and memory, with a last line of sums.
std::string summary(const Network& network);

}  // namespace plumb
