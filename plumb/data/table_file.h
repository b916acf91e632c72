#pragma once

#include <optional>

#include "plumb/core/files.h"
#include "plumb/core/table.h"

namespace plumb {

/// A table as its buffers, for a cache: written and read at the speed of the disk, by the same program on the same kind
/// of machine. No format for exchange.
///
///     8 bytes   "PLUMBTB1"
///     16 bytes  size of the header, and its hash
///     header    JSON: rows, and for each column its name, type, words, and sizes and hashes of its buffers
///     buffers   one after the other, each column's: cells, offsets of texts, one byte a cell where some are missing
///
/// Columns of images and lists are not written: `can_be_filed`.
bool can_be_filed(const Table& table);
void write_table(const Path& file, const Table& table);

/// Nothing where the file is not there, is not whole, or says another hash than its bytes have: it is then made again.
std::optional<Table> read_table(const Path& file);

}  // namespace plumb
