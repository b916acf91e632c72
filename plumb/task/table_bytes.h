#pragma once

#include "plumb/core/table.h"

namespace plumb {

/// What the cells of a table take in memory, about.
double table_bytes(const Table& table);

}  // namespace plumb
