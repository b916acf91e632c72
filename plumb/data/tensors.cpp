#include "plumb/data/tensors.h"

#include <cmath>
#include <limits>

#include "plumb/core/error.h"
#include "plumb/core/form.h"

namespace plumb {
namespace {

template <class T>
std::shared_ptr<const void> shared(std::vector<T> values) {
  auto owner = std::make_shared<const std::vector<T>>(std::move(values));
  return {owner, owner->data()};
}

}  // namespace

TensorRows matrix_rows(const std::string& name, const Table& table, const std::vector<std::string>& columns) {
  const auto width = columns.size(), rows = static_cast<size_t>(table.rows());
  std::vector<float> values(width * rows);
  for (size_t c = 0; c < width; ++c) {
    const Column& column = table.at(columns[c]);
    if (!column.is_numeric())
      throw Error(
          "column \"{}\" holds {}, and the network needs numbers; add a step that encodes it (one_hot, ordinal)",
          columns[c], name_of(column.type()));
    const std::vector<double> cells = column.as_numbers();
    for (size_t r = 0; r < rows; ++r) {
      if (std::isnan(cells[r]))
        throw Error("column \"{}\" has a gap in row {}, and the network needs numbers; add the step `fill_missing`",
                    columns[c], r + 1);
      values[r * width + c] = static_cast<float>(cells[r]);
    }
  }
  return {name, Type::f32, {static_cast<int64_t>(width)}, shared(std::move(values)), table.rows()};
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
