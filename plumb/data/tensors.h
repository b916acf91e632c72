#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "plumb/core/shape.h"
#include "plumb/core/table.h"

namespace plumb {

/// One prepared tensor over all rows of a part, row after row in memory: a float matrix of features, uint8 images,
/// int32 labels. A value: copies share the data, which is never changed.
struct TensorRows {
  std::string name = {};
  Type type = Type::f32;
  Shape row_shape = {};  // of one row: {108}, {28, 28, 1}, {} for a label
  std::shared_ptr<const void> data = {};
  int64_t rows = 0;

  size_t row_bytes() const { return static_cast<size_t>(count(row_shape)) * size_of(type); }
  const std::byte* row(int64_t index) const {
    return static_cast<const std::byte*>(data.get()) + static_cast<size_t>(index) * row_bytes();
  }
};

/// Numeric columns side by side as fp32, [columns]. A missing cell is an Error that names it: only steps may fill gaps.
TensorRows matrix_rows(const std::string& name, const Table& table, const std::vector<std::string>& columns);

/// Decoded images, [height, width, channels] as uint8. All must have one shape; an Error tells which differs.
TensorRows image_rows(const std::string& name, const Column& images);

/// Codes of a category as int32, or an integer or boolean column as it is; []. A missing cell is an Error.
TensorRows code_rows(const std::string& name, const Column& column);

}  // namespace plumb
