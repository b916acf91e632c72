#pragma once

#include <string>

#include "plumb/core/files.h"

namespace plumb {

bool is_gzip(std::string_view content);

/// What a gzip file holds; one that is cut off or broken, or larger than `limit` when unpacked, is an Error that names
/// it.
std::string gunzip(std::string_view content, const std::string& name, size_t limit = size_t{16} << 30);

/// The whole file, unpacked where it is gzip, whatever its ending says.
std::string read_unpacked(const Path& path);

}  // namespace plumb
