#pragma once

#include "plumb/core/column.h"

namespace plumb {

/// What a column holds: only the parts that its type uses are filled. Never changed once a column has it.
struct Column::Buffers {
  std::vector<double> numbers = {};    // number, list
  std::vector<int64_t> integers = {};  // integer, date_time
  std::vector<uint8_t> bytes = {};     // boolean (one a cell), text, image
  std::vector<int32_t> codes = {};     // category
  std::vector<std::string> words = {};
  std::vector<int64_t> offsets = {};  // text, image, list: cell i is [offsets[i], offsets[i + 1])
  std::vector<std::array<int64_t, 3>> shapes = {};
  std::vector<std::string> names = {};  // of images; empty where none has one
  std::vector<uint8_t> validity = {};   // one bit a cell, least first; empty: all valid. Numbers and categories: unused

  bool valid(int64_t row) const {
    return validity.empty() || (validity[static_cast<size_t>(row) / 8] >> (row % 8) & 1) != 0;
  }
};

}  // namespace plumb
