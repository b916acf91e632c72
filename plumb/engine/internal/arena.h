#pragma once

#include <vector>

#include "plumb/engine/internal/buffer.h"

namespace plumb::engine {

/// Gives each buffer an offset, so that those alive at the same time do not overlap: in order of their birth, each into
/// the smallest gap that holds it. Returns the bytes needed.
size_t place_by_lifetime(std::vector<Buffer*> buffers);

}  // namespace plumb::engine
