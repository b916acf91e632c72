#pragma once

#include <string>

#include "plumb/core/column.h"
#include "plumb/data/source.h"

namespace arrow {
class ChunkedArray;
}

namespace plumb {

/// The cells of one of Arrow's columns, in their order. `where` is the file and the column, for messages.
Column arrow_column(const arrow::ChunkedArray& chunks, const ReadSettings& settings, const std::string& where);

}  // namespace plumb
