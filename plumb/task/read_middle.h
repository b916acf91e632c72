#pragma once

#include "plumb/model/network.h"
#include "plumb/prepare/tensors.h"

namespace plumb {

/// A network that reads the middle of its images: a `cropping2d` behind each input whose rows are higher or wider than
/// the network takes them. The network was built for what is left.
Network read_middle(const Network& network, const TensorSpec& fed);

}  // namespace plumb
