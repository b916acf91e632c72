#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumb/engine/foreign_layer.h"

namespace plumb {

/// Numbers in names count as numbers: "layers.2" before "layers.10".
struct Natural {
  bool operator()(const std::string& a, const std::string& b) const;
};
using ForeignLayers = std::map<std::string, ForeignLayer, Natural>;

/// Which layer of a file of weights each of ours is (engine/foreign_weights.h says how).
struct LayerMatch {
  /// Layers here with what they are to others, in the order of the network.
  std::vector<std::string> order = {};
  std::map<std::string, ForeignName> own = {};
  ForeignLayers named = {};  // by the name here that `names` gave
  ForeignLayers others = {};

  /// By our name; without those that have none in the file.
  std::map<std::string, const ForeignLayer*> found() const;
};

}  // namespace plumb
