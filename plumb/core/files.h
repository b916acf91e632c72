#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/error.h"

namespace plumb {

using Path = std::filesystem::path;

/// The whole file, or an Error that says why it cannot be read. `limit`: refuses larger files.
std::string read_file(const Path& path, size_t limit = size_t{4} << 30);

/// "adlut.csv: no such file or folder; did you mean \"adult.csv\"?"
Error no_such_file(const Path& path);

/// Writes a file so that a reader sees the old or the new content, never a part: to a temporary beside it, synced,
/// renamed, folder synced. On a failure the old file stays and the temporary goes.
void write_file(const Path& path, std::string_view content);
void write_file(const Path& path, const std::function<void(std::ostream&)>& write);

/// Makes a folder and its parents; an Error says why it cannot.
void make_folder(const Path& path);

/// The files that a pattern names, sorted: `data/*.csv`, `day-?.csv`, or one path. An Error where none is there.
std::vector<Path> glob(const std::string& pattern);

}  // namespace plumb
