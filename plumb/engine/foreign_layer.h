#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plumb/engine/foreign_names.h"

namespace plumb {

/// What a layer of a file of weights has.
struct ForeignLayer {
  struct Tensor {
    TensorBytes stored;
    std::string word;  // as the file says; it tells the layout
  };
  ForeignName of;                         // one of its names
  std::map<std::string, Tensor> tensors;  // by `word`, or by the word here that `names` gave
};

/// A tensor of a layer here, which is to be filled.
struct OwnTensor {
  std::string word;  // "kernel"
  Shape shape;
  bool is_gru = false;                          // its gates are those of a GRU
  const std::vector<int64_t>* order = nullptr;  // of what the layer reads, where channels are first elsewhere
};

/// Numbers of a file in our layout, and the tensors that they came from.
struct Converted {
  Shape shape;
  std::vector<float> values;
  std::set<std::string> from;
};

/// What the file's layer has for a tensor here, or nothing. Where its shape is not the one that is wanted, it does not
/// fit.
std::optional<Converted> converted(const ForeignLayer& layer, const OwnTensor& own);

}  // namespace plumb
