#pragma once

#include "plumb/data/csv.h"

namespace plumb {

/// The rows of a `csv` reader in pieces of about 4 MB of text. Goes over all rows once, for their types; what is kept
/// of them is where each piece begins. Null where a file is small, packed or not UTF-8, so that it is in memory anyway.
std::shared_ptr<const Chunks> csv_chunks(const Csv& options, const ReadSettings& settings);

}  // namespace plumb
