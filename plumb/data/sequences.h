#pragma once

#include "plumb/data/tensors.h"

namespace plumb {

/// Lists of codes as int32, [length]: zeros behind a shorter one, a longer one is cut. A missing cell is an Error.
TensorRows sequence_rows(const std::string& name, const Column& lists, int64_t length);

/// How many codes of each row count, as int32: []; at most `length`.
TensorRows length_rows(const std::string& name, const Column& lists, int64_t length);

}  // namespace plumb
