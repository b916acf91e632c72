#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumb/graph/graph.h"

namespace plumb {

/// The numbers that a layer reads are in another order where an image was flattened with its channels first, as
/// PyTorch has them: for each layer behind such a `flatten`, the place there of each of its numbers here. Other layers
/// are not among them.
///
/// Flattened images are [height, width, channels] here. A flattened sequence [time, channels] counts as one with its
/// channels first where a convolution made it: PyTorch's recurrent layers and its attention have channels last, too.
std::map<std::string, std::vector<int64_t>> channels_first_orders(const Graph& graph);

}  // namespace plumb
