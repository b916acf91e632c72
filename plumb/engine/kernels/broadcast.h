#pragma once

#include <cstddef>
#include <vector>

#include "plumb/graph/operators.h"

namespace plumb::engine {

/// Which element of the smaller tensor each element of the larger one comes from (expand), or goes to (reduce): the
/// dimensions of the larger one, neighbours of one kind joined.
struct Broadcast {
  struct Dim {
    size_t size = 1;
    bool kept = false;  // also a dimension of the smaller tensor
  };
  std::vector<Dim> dims{};  // outermost first; kinds alternate
  Broadcast(const Shape& larger, const Over& over);

  size_t inner() const { return dims.empty() ? 1 : dims.back().size; }
  /// Element of the smaller tensor that belongs to element e of the larger.
  size_t source(size_t e) const;
};

/// Elements first ... first + n of x expanded. Elements are of four bytes.
void expand_into(const Broadcast& b, const float* x, float* out, size_t first, size_t n);

}  // namespace plumb::engine
