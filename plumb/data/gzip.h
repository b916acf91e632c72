#pragma once

#include <string>

#include "plumb/core/files.h"

namespace plumb {

inline constexpr size_t most_unpacked = size_t{16} << 30;

bool is_gzip(std::string_view content);

/// What a gzip file holds; one that is cut off or broken, or larger than `limit` when unpacked, is an Error that names
/// it.
std::string gunzip(std::string_view content, const std::string& name, size_t limit = most_unpacked);

/// The whole file, unpacked where it is gzip or zstd, whatever its ending says.
std::string read_unpacked(const Path& path);

/// ".csv" of "days/1.CSV", "1.csv.gz" and "1.csv.zst": the ending of what is packed.
std::string ending_inside(const std::string& path);

}  // namespace plumb
