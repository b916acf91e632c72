#pragma once

#include "plumb/core/file_path.h"
#include "plumb/data/source.h"

namespace plumb {

/// The row groups of Parquet files. They are gone over once, one at a time, for the types of columns of words (category
/// or text is a question of all rows) and for the fingerprint.
std::shared_ptr<const Chunks> parquet_chunks(const std::vector<FilePath>& path, const ReadSettings& settings);

}  // namespace plumb
