#pragma once

#include <iosfwd>

#include "plumb/core/table.h"

namespace plumb {

/// Writes a table as one Arrow IPC file (Feather 2), not compressed. Numbers, integers, dates, texts, encoded images,
/// lists and the codes of words are handed to Arrow where they lie; booleans, words and bitmaps of numbers are made.
/// Pixels become `<image 28x28x1>`, as in CSV.
void write_ipc(const Table& table, std::ostream& out);

}  // namespace plumb
