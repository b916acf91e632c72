#include "bench/support/network.h"

namespace plumb::bench {

static std::vector<BenchNetwork>& networks() {
  static std::vector<BenchNetwork> all;
  return all;
}

bool add(const BenchNetwork& network) {
  networks().push_back(network);
  return true;
}

const std::vector<BenchNetwork>& all_networks() { return networks(); }

const BenchNetwork& find_network(const std::string& name) {
  std::string known;
  for (const BenchNetwork& network : networks()) {
    if (network.name == name) return network;
    known += (known.empty() ? "" : ", ") + network.name;
  }
  throw Error("unknown network {}; there are {}", name, known);
}

}  // namespace plumb::bench
