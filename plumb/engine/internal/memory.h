#pragma once

#include <cstddef>
#include <memory>

namespace plumb::engine {

/// What a buffer of so many bytes takes: whole cache lines, and one more that vector loops may read past the end.
constexpr size_t padded(size_t bytes) { return (bytes + 127) / 64 * 64; }

/// Zeros in memory that is padded so, on cache lines.
std::shared_ptr<std::byte[]> allocate(size_t bytes);

}  // namespace plumb::engine
