#include "plumb/data/tensors.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "plumb/core/error.h"
#include "plumb/core/form.h"
#include "plumb/core/large_pages.h"
#include "plumb/core/parallel.h"

namespace plumb {
namespace {

template <class T>
std::shared_ptr<const void> shared(std::vector<T> values) {
  auto owner = std::make_shared<const std::vector<T>>(std::move(values));
  return {owner, owner->data()};
}

/// Writes rows of a column as numbers that lie `step` from each other. False if one is missing, and then NaN.
bool put_beside(const Column& column, int64_t begin, int64_t end, float* to, size_t step) {
  const auto put = [&](auto number_of) {
    bool all = true;
    for (int64_t row = begin; row < end; ++row, to += step) {
      const double number = number_of(static_cast<size_t>(row));
      all &= !std::isnan(number);
      *to = static_cast<float>(number);
    }
    return all;
  };
  if (column.type() == ColumnType::number) return put([cells = column.numbers()](size_t row) { return cells[row]; });
  if (column.type() == ColumnType::integer && column.validity().all())
    return put([cells = column.integers()](size_t row) { return static_cast<double>(cells[row]); });
  return put([&](size_t row) { return column.number(static_cast<int64_t>(row)); });
}

[[noreturn]] void refuse_gap(const std::vector<std::string>& names, const std::vector<Column>& columns) {
  for (size_t c = 0; c < columns.size(); ++c)
    for (int64_t row = 0; row < columns[c].size(); ++row)
      if (columns[c].missing(row))
        throw Error("column \"{}\" has a gap in row {}, and the network needs numbers; add the step `fill_missing`",
                    names[c], row + 1);
  throw Bug("tensors: a gap that no column has");
}

}  // namespace

TensorRows matrix_rows(const std::string& name, const Table& table, const std::vector<std::string>& columns) {
  std::vector<Column> cells;
  for (const std::string& column : columns) {
    cells.push_back(table.at(column));
    if (!cells.back().is_numeric())
      throw Error(
          "column \"{}\" holds {}, and the network needs numbers; add a step that encodes it (one_hot, ordinal)",
          column, name_of(cells.back().type()));
  }
  const int64_t rows = table.rows();
  const size_t width = columns.size(), size = width * static_cast<size_t>(rows);
  const auto values = std::make_shared_for_overwrite<float[]>(size);
  on_large_pages(values.get(), size * sizeof(float));
  // A block is what the fast caches hold, and worth a thread: rows of it are written column after column.
  const int64_t block = std::max<int64_t>(16, (int64_t{1} << 16) / static_cast<int64_t>(std::max<size_t>(1, width)));
  std::atomic<bool> gaps = false;
  in_parallel((rows + block - 1) / block, [&](int64_t i) {
    const int64_t begin = i * block, end = std::min(rows, begin + block);
    float* to = values.get() + static_cast<size_t>(begin) * width;
    for (size_t c = 0; c < width; ++c)
      if (!put_beside(cells[c], begin, end, to + c, width)) gaps = true;
  });
  if (gaps) refuse_gap(columns, cells);
  return {name, Type::f32, {static_cast<int64_t>(width)}, values, rows};
}

TensorRows image_rows(const std::string& name, const Column& images) {
  if (images.type() != ColumnType::image)
    throw Error("column \"{}\" holds {}, not images", name, name_of(images.type()));
  Shape shape;
  std::vector<uint8_t> pixels;
  for (int64_t row = 0; row < images.size(); ++row) {
    if (images.missing(row)) throw Error("column \"{}\" has no image in row {}; drop the row", name, row + 1);
    const ImageView image = images.image(row);
    if (image.encoded())
      throw Error("column \"{}\" still holds encoded images; add the step `decode_image` first", name);
    const Shape here{image.height, image.width, image.channels};
    if (row == 0) {
      shape = here;
      pixels.reserve(image.bytes.size() * static_cast<size_t>(images.size()));
    }
    if (here != shape)
      throw Error("column \"{}\": the image of row {} is {}, the first one {}; add the step `resize`", name, row + 1,
                  here, shape);
    pixels.insert(pixels.end(), image.bytes.begin(), image.bytes.end());
  }
  return {name, Type::u8, shape, shared(std::move(pixels)), images.size()};
}

TensorRows code_rows(const std::string& name, const Column& column) {
  std::vector<int32_t> codes(static_cast<size_t>(column.size()));
  for (int64_t row = 0; row < column.size(); ++row) {
    if (column.missing(row)) throw Error("column \"{}\" has a gap in row {}; drop the row", name, row + 1);
    const double value =
        column.type() == ColumnType::category ? column.codes()[static_cast<size_t>(row)] : column.number(row);
    if (value < std::numeric_limits<int32_t>::min() || value > std::numeric_limits<int32_t>::max())
      throw Error("column \"{}\", row {}: {} is too large for a code", name, row + 1, value);
    codes[static_cast<size_t>(row)] = static_cast<int32_t>(value);
  }
  return {name, Type::s32, {}, shared(std::move(codes)), column.size()};
}

}  // namespace plumb
