#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace plumb::engine {

/// Bytes while planning, a pointer while running. It lives from the first to the last group that uses it, and shares an
/// arena with buffers of other times; `kept` ones belong to somebody else (states, inputs, constants, outputs).
struct Buffer {
  size_t bytes = 0;
  int lane = 0;
  int first = std::numeric_limits<int>::max(), last = -1;  // in groups, by their order
  Buffer* parent = nullptr;                                // a part of another buffer, at `offset`
  size_t offset = 0;                                       // in the parent or the arena
  bool kept = false;
  bool shared = false;  // a shard's, read by others, who may come to it at any time of a phase
  std::byte* data = nullptr;
  std::vector<std::function<void(std::byte*)>> followers{};  // told when it gets its place

  float* floats() const { return reinterpret_cast<float*>(data); }
  int32_t* ints() const { return reinterpret_cast<int32_t*>(data); }
  void set(std::byte* to) {
    data = to;
    for (const auto& follower : followers) follower(to);
  }
};

}  // namespace plumb::engine
