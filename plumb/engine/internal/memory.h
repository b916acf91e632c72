#pragma once

#include <cstddef>
#include <memory>

namespace plumb::engine {

/// Zeros, on cache lines, with room for vector loops that read past the end.
std::shared_ptr<std::byte[]> allocate(size_t bytes);

}  // namespace plumb::engine
