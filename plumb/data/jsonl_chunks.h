#pragma once

#include "plumb/data/jsonl.h"

namespace plumb {

/// Rows of JSON lines in blocks; null where one of the files is packed or small, and so in memory anyway.
std::shared_ptr<const Chunks> jsonl_chunks(const Jsonl& options, const ReadSettings& settings);

}  // namespace plumb
