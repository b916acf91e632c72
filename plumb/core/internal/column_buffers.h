#pragma once

#include "plumb/core/column.h"

namespace plumb {

/// What a column holds: only the parts that its type uses are filled.
struct Column::Buffers {
  SharedSpan<double> numbers = {};    // number, list
  SharedSpan<int64_t> integers = {};  // integer, date_time
  SharedSpan<uint8_t> bytes = {};     // boolean (one a cell), text, image
  SharedSpan<int32_t> codes = {};     // category
  std::vector<std::string> words = {};
  SharedSpan<int64_t> offsets = {};  // text, image, list: cell i is [offsets[i], offsets[i + 1])
  std::vector<std::array<int64_t, 3>> shapes = {};
  std::vector<std::string> names = {};  // of images; empty where none has one
  Validity validity = {};               // numbers and categories: unused
};

}  // namespace plumb
