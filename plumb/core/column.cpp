#include "plumb/core/column.h"

#include <cmath>

#include "plumb/core/entry.h"
#include "plumb/core/error.h"
#include "plumb/core/form.h"
#include "plumb/core/internal/column_buffers.h"
#include "plumb/core/parse.h"

namespace plumb {
namespace {

void check_offsets(const SharedSpan<int64_t>& offsets, size_t end) {
  if (offsets.empty() || offsets[0] != 0 || offsets[offsets.size() - 1] != static_cast<int64_t>(end))
    throw Bug("column: offsets do not fit the values");
}

void expect(bool holds, ColumnType type, const char* wanted) {
  if (!holds) throw Bug(fmt::format("column: {} asked of a column of type {}", wanted, name_of(type)));
}

}  // namespace

Column::Column(ColumnType type, int64_t size, Buffers buffers)
    : type_(type), size_(size), buffers_(std::make_shared<const Buffers>(std::move(buffers))) {
  buffers_->validity.check(static_cast<size_t>(size));
}

Column Column::numbers(SharedSpan<double> values) {
  const auto size = static_cast<int64_t>(values.size());
  return {ColumnType::number, size, {.numbers = std::move(values)}};
}

Column Column::integers(SharedSpan<int64_t> values, Validity valid) {
  const auto size = static_cast<int64_t>(values.size());
  return {ColumnType::integer, size, {.integers = std::move(values), .validity = std::move(valid)}};
}

Column Column::booleans(SharedSpan<uint8_t> values, Validity valid) {
  const auto size = static_cast<int64_t>(values.size());
  return {ColumnType::boolean, size, {.bytes = std::move(values), .validity = std::move(valid)}};
}

Column Column::categories(std::vector<int32_t> codes, std::vector<std::string> words) {
  const auto size = static_cast<int64_t>(codes.size());
  for (int32_t& code : codes) {
    if (code >= static_cast<int32_t>(words.size())) throw Bug("column: a code beyond the words");
    if (code < 0) code = -1;
  }
  return {ColumnType::category, size, {.codes = std::move(codes), .words = std::move(words)}};
}

Column Column::texts(const std::vector<std::optional<std::string>>& values) {
  std::vector<uint8_t> bytes;
  std::vector<int64_t> offsets{0};
  std::vector<bool> valid;
  for (const auto& value : values) {
    if (value) bytes.insert(bytes.end(), value->begin(), value->end());
    offsets.push_back(static_cast<int64_t>(bytes.size()));
    valid.push_back(value.has_value());
  }
  return texts(std::move(bytes), std::move(offsets), std::move(valid));
}

Column Column::texts(SharedSpan<uint8_t> bytes, SharedSpan<int64_t> offsets, Validity valid) {
  check_offsets(offsets, bytes.size());
  const auto size = static_cast<int64_t>(offsets.size()) - 1;
  return {
      ColumnType::text, size, {.bytes = std::move(bytes), .offsets = std::move(offsets), .validity = std::move(valid)}};
}

Column Column::date_times(SharedSpan<int64_t> milliseconds, Validity valid) {
  Column column = integers(std::move(milliseconds), std::move(valid));
  column.type_ = ColumnType::date_time;
  return column;
}

Column Column::images(SharedSpan<uint8_t> bytes, SharedSpan<int64_t> offsets,
                      std::vector<std::array<int64_t, 3>> shapes, Validity valid, std::vector<std::string> names) {
  check_offsets(offsets, bytes.size());
  const size_t size = offsets.size() - 1;
  if (shapes.size() != size || (!names.empty() && names.size() != size))
    throw Bug("column: one shape and one name, or none, an image");
  return {ColumnType::image,
          static_cast<int64_t>(size),
          {.bytes = std::move(bytes),
           .offsets = std::move(offsets),
           .shapes = std::move(shapes),
           .names = std::move(names),
           .validity = std::move(valid)}};
}

Column Column::lists(SharedSpan<double> values, SharedSpan<int64_t> offsets, Validity valid) {
  check_offsets(offsets, values.size());
  const auto size = static_cast<int64_t>(offsets.size()) - 1;
  return {ColumnType::list,
          size,
          {.numbers = std::move(values), .offsets = std::move(offsets), .validity = std::move(valid)}};
}

bool Column::missing(int64_t row) const {
  if (type_ == ColumnType::number) return std::isnan(buffers_->numbers[static_cast<size_t>(row)]);
  if (type_ == ColumnType::category) return buffers_->codes[static_cast<size_t>(row)] < 0;
  return !buffers_->validity[row];
}

int64_t Column::missing_count() const {
  int64_t count = 0;
  for (int64_t row = 0; row < size_; ++row) count += missing(row);
  return count;
}

std::span<const double> Column::numbers() const {
  expect(type_ == ColumnType::number || type_ == ColumnType::list, type_, "numbers");
  return buffers_ ? buffers_->numbers : SharedSpan<double>();
}

std::span<const int64_t> Column::integers() const {
  expect(type_ == ColumnType::integer || type_ == ColumnType::date_time, type_, "integers");
  return buffers_->integers;
}

std::span<const uint8_t> Column::booleans() const {
  expect(type_ == ColumnType::boolean, type_, "booleans");
  return buffers_->bytes;
}

std::span<const int32_t> Column::codes() const {
  expect(type_ == ColumnType::category, type_, "codes");
  return buffers_->codes;
}

const std::vector<std::string>& Column::words() const {
  expect(type_ == ColumnType::category, type_, "words");
  return buffers_->words;
}

std::span<const uint8_t> Column::bytes() const {
  expect(type_ == ColumnType::text || type_ == ColumnType::image, type_, "bytes");
  return buffers_->bytes;
}

std::span<const int64_t> Column::offsets() const {
  expect(type_ == ColumnType::text || type_ == ColumnType::image || type_ == ColumnType::list, type_, "offsets");
  return buffers_->offsets;
}

const Validity& Column::validity() const {
  expect(type_ != ColumnType::number && type_ != ColumnType::category, type_, "validity");
  return buffers_->validity;
}

std::string_view Column::text(int64_t row) const {
  const auto at = static_cast<size_t>(row);
  if (type_ == ColumnType::category) {
    const int32_t code = buffers_->codes[at];
    return code < 0 ? std::string_view() : buffers_->words[static_cast<size_t>(code)];
  }
  expect(type_ == ColumnType::text, type_, "text");
  const int64_t begin = buffers_->offsets[at], end = buffers_->offsets[at + 1];
  return {reinterpret_cast<const char*>(buffers_->bytes.data()) + begin, static_cast<size_t>(end - begin)};
}

ImageView Column::image(int64_t row) const {
  expect(type_ == ColumnType::image, type_, "an image");
  const auto at = static_cast<size_t>(row);
  const auto& shape = buffers_->shapes[at];
  const int64_t begin = buffers_->offsets[at], end = buffers_->offsets[at + 1];
  const std::string_view name = buffers_->names.empty() ? std::string_view() : buffers_->names[at];
  return {shape[0], shape[1], shape[2], {buffers_->bytes.data() + begin, static_cast<size_t>(end - begin)}, name};
}

std::span<const double> Column::list(int64_t row) const {
  expect(type_ == ColumnType::list, type_, "a list");
  const auto at = static_cast<size_t>(row);
  const int64_t begin = buffers_->offsets[at], end = buffers_->offsets[at + 1];
  return {buffers_->numbers.data() + begin, static_cast<size_t>(end - begin)};
}

double Column::number(int64_t row) const {
  if (missing(row)) return std::nan("");
  const auto at = static_cast<size_t>(row);
  if (type_ == ColumnType::number) return buffers_->numbers[at];
  if (type_ == ColumnType::boolean) return buffers_->bytes[at];
  expect(type_ == ColumnType::integer || type_ == ColumnType::date_time, type_, "a number");
  return static_cast<double>(buffers_->integers[at]);
}

Scalar Column::at(int64_t row) const {
  if (missing(row)) return {};
  const auto at = static_cast<size_t>(row);
  if (type_ == ColumnType::number) return buffers_->numbers[at];
  if (type_ == ColumnType::boolean) return buffers_->bytes[at] != 0;
  if (type_ == ColumnType::integer || type_ == ColumnType::date_time) return buffers_->integers[at];
  return std::string(text(row));
}

std::string Column::shown(int64_t row) const {
  if (missing(row)) return "";
  if (type_ == ColumnType::date_time) return date_time_text(buffers_->integers[static_cast<size_t>(row)]);
  if (type_ == ColumnType::image) {
    const ImageView view = image(row);
    return view.encoded() ? fmt::format("<image, {} bytes>", view.bytes.size())
                          : fmt::format("<image {}x{}x{}>", view.height, view.width, view.channels);
  }
  if (type_ == ColumnType::list) {
    std::string cells;
    for (const double value : list(row)) cells += (cells.empty() ? "" : ", ") + shortest(value);
    return "[" + cells + "]";
  }
  return plumb::text(at(row));
}

std::vector<double> Column::as_numbers() const {
  if (type_ == ColumnType::number) return {numbers().begin(), numbers().end()};
  std::vector<double> values(static_cast<size_t>(size_));
  for (int64_t row = 0; row < size_; ++row) values[static_cast<size_t>(row)] = number(row);
  return values;
}

}  // namespace plumb
