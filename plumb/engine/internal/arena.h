#pragma once

#include <vector>

#include "plumb/engine/internal/buffer.h"

namespace plumb::engine {

/// Gives each buffer an offset, so that those alive at the same time do not overlap: in order of their birth, each into
/// the smallest gap that holds it. Returns the bytes needed.
size_t place_by_lifetime(std::vector<Buffer*> buffers);

/// What a buffer of so many bytes takes: whole cache lines, and one more that vector loops may read past the end.
constexpr size_t padded(size_t bytes) { return (bytes + 127) / 64 * 64; }

}  // namespace plumb::engine
