#pragma once

#include <vector>

#include "plumb/core/files.h"
#include "plumb/data/source.h"

namespace plumb {

/// The files and folders that the paths among a reader's options name.
std::vector<Path> files_of(const Source& source);

/// A source in messages: its files, or the name of its reader where it has none.
std::string shown(const Source& source);

/// How large files are together, and all that lies in folders.
double bytes_of_files(const std::vector<Path>& files);

}  // namespace plumb
