#pragma once

#include <string>
#include <vector>

#include "plumb/model/network.h"
#include "plumb/train/optimizer.h"

namespace plumb::bench {

/// A network that benchmarks train and ask, written in layers as users write it. One file each in bench/networks/, with
/// the name of the network; its peers have files of the same name in bench/peers/*_networks/.
///
///     [[maybe_unused]] const bool registered =
///         add({.name = "cnn", .title = "seed CNN", .batches = {32, 128}, .classes = 10, .make = make});
struct BenchNetwork {
  std::string name = {}, title = {};
  std::vector<int64_t> batches = {};      // rows of a training step; a line of the table each
  int64_t classes = 0;                    // of the target
  Network (*make)(bool drops) = nullptr;  // its output is "target", a softmax; `drops`: with its dropout
};
bool add(const BenchNetwork& network);
const std::vector<BenchNetwork>& all_networks();
const BenchNetwork& find_network(const std::string& name);

}  // namespace plumb::bench
