#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/scalar.h"
#include "plumb/core/shape.h"
#include "plumb/core/shared_span.h"
#include "plumb/core/validity.h"

namespace plumb {

/// What the cells of a column are.
///   number: double · integer: int64 · boolean: 0 or 1 · category: a code into a dictionary of words · text ·
///   date_time: milliseconds since 1970 (UTC) · image: encoded bytes or pixels · list: numbers, any count a row
enum class ColumnType { number, integer, boolean, category, text, date_time, image, list };
constexpr auto names(ColumnType) {
  return std::array{"number", "integer", "boolean", "category", "text", "date_time", "image", "list"};
}

/// One image cell: pixels row by row, channels last. `height` is 0 while the bytes are still encoded (PNG, JPEG, PNM).
struct ImageView {
  int64_t height = 0, width = 0, channels = 0;
  std::span<const uint8_t> bytes = {};
  std::string_view name = {};  // the file it came from, for messages; may be empty
  bool encoded() const { return height == 0; }
};

/// A typed column whose missing cells stay missing. A value: copies share their buffers, which are never changed.
///
///     Column age = Column::numbers({22, NAN, 35});     // NaN is missing
///     age.missing(1);                                  // true
///     Column words = Column::texts({"ulm", std::nullopt});
///     Column far = Column::integers(SharedSpan<int64_t>({pointer, size}, owner));     // memory of others, not copied
///
/// Buffers are vectors (moved in) or foreign memory with its owner (shared_span.h), in Arrow's layout: values, a
/// validity bitmap with the least bit first, int64 offsets. Three things are our own, and copied to and from Arrow:
/// missing numbers are NaN rather than marked in a bitmap, booleans take a byte each, and words are strings
/// (docs/decisions/068-columns-and-arrow.md).
class Column {
 public:
  Column() = default;
  static Column numbers(SharedSpan<double> values);  // NaN becomes missing
  static Column integers(SharedSpan<int64_t> values, Validity valid = {});
  static Column booleans(SharedSpan<uint8_t> values, Validity valid = {});
  static Column categories(std::vector<int32_t> codes, std::vector<std::string> words);  // code < 0 is missing
  static Column texts(const std::vector<std::optional<std::string>>& values);
  static Column texts(SharedSpan<uint8_t> bytes, SharedSpan<int64_t> offsets, Validity valid);
  static Column date_times(SharedSpan<int64_t> milliseconds, Validity valid = {});
  // shape {0, 0, 0}: encoded
  static Column images(SharedSpan<uint8_t> bytes, SharedSpan<int64_t> offsets,
                       std::vector<std::array<int64_t, 3>> shapes, Validity valid = {},
                       std::vector<std::string> names = {});
  static Column lists(SharedSpan<double> values, SharedSpan<int64_t> offsets, Validity valid = {});

  ColumnType type() const { return type_; }
  int64_t size() const { return size_; }
  bool is_numeric() const {
    return type_ == ColumnType::number || type_ == ColumnType::integer || type_ == ColumnType::boolean;
  }
  bool missing(int64_t row) const;
  int64_t missing_count() const;

  // The whole buffer; only for a column of that type. Cells that are missing hold NaN (numbers), 0 or -1 (codes), and
  // none of the values behind offsets.
  std::span<const double> numbers() const;    // number; of all lists, one after the other
  std::span<const int64_t> integers() const;  // integer and date_time
  std::span<const uint8_t> booleans() const;
  std::span<const int32_t> codes() const;
  const std::vector<std::string>& words() const;  // the dictionary of a category
  std::span<const uint8_t> bytes() const;         // text and image: of all cells, one after the other
  std::span<const int64_t> offsets() const;       // text, image, list: cell i is [offsets[i], offsets[i + 1]) of them
  const Validity& validity() const;               // but of numbers and categories, which mark missing cells themselves

  std::string_view text(int64_t row) const;  // text and category
  ImageView image(int64_t row) const;
  std::span<const double> list(int64_t row) const;
  double number(int64_t row) const;  // number, integer, boolean, date_time; NaN where missing
  Scalar at(int64_t row) const;      // any type but image and list
  /// As a person or a CSV file would write it; "" where missing.
  std::string shown(int64_t row) const;

  /// The rows named, in that order; a row may be named twice.
  Column take(std::span<const int64_t> rows) const;
  /// This column's cells, then those of another of the same type (dictionaries are merged). Numeric types give numbers
  /// together, category and text give text; anything else is an Error.
  Column append(const Column& more) const;
  /// All cells as doubles, NaN where missing; numeric types and date_time only.
  std::vector<double> as_numbers() const;
  /// The same cells as another type, or nothing where a cell does not fit (`"abc"` as number). The words of a category
  /// made so are in order: as numbers where all are, else by their bytes.
  std::optional<Column> as(ColumnType type) const;
  /// A category with its words in that order, and without those that no cell has; any other column as it is.
  Column with_words_in_order() const;

 private:
  struct Buffers;  // shared and constant
  Column(ColumnType type, int64_t size, Buffers buffers);
  ColumnType type_ = ColumnType::number;
  int64_t size_ = 0;
  std::shared_ptr<const Buffers> buffers_;
};

}  // namespace plumb
