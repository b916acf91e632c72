#pragma once

#include <cstdint>

#include "plumb/core/table.h"

namespace plumb {

/// A number of all that a table holds: names, types, cells, and which of them are missing (core/hash.h).
uint64_t hash_table(const Table& table, uint64_t seed = 0);

}  // namespace plumb
