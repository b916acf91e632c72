#pragma once

#include <cstdint>

namespace plumb {

/// One draw in [0, 1) for a row, a function of (seed, what for, number of the row) alone (core/random.h): to decide
/// about rows one by one, in any order and on any thread.
double draw_of_row(uint64_t seed, uint32_t purpose, int64_t row);

}  // namespace plumb
