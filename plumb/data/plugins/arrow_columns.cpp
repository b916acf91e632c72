// A column of Arrow's chunked arrays becomes one of ours, one type a function. What lies in one chunk as a column wants
// it stays where it is (docs/decisions/068-columns-and-arrow.md).
#include "plumb/data/plugins/arrow_columns.h"

#include <arrow/api.h>
#include <arrow/util/float16.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "plumb/core/large_pages.h"
#include "plumb/core/parse.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

using arrow::Type;

/// What a conversion needs to know beside the cells.
struct Cells {
  const arrow::ChunkedArray& chunks;
  const ReadSettings& settings;
  std::string where;  // "days.parquet: column \"age\""

  size_t size() const { return static_cast<size_t>(chunks.length()); }
  /// The one array that holds all cells, if there is one and it has some.
  std::shared_ptr<arrow::Array> whole() const {
    return chunks.num_chunks() == 1 && chunks.length() > 0 ? chunks.chunk(0) : nullptr;
  }
  /// Calls `add(array, i)` for each present cell and `gap()` for each missing one, in order.
  template <class Array, class Add, class Gap>
  void each(Add add, Gap gap) const {
    for (const auto& chunk : chunks.chunks()) {
      const auto& array = static_cast<const Array&>(*chunk);
      for (int64_t i = 0; i < array.length(); ++i)
        if (array.IsNull(i))
          gap();
        else
          add(array, i);
    }
  }
};

Error unreadable(const Cells& cells, const std::string& why) {
  return Error("{} is of Arrow's type {}, {}; cast it, or leave it out of the file", cells.where,
               cells.chunks.type()->ToString(), why);
}

/// Values that lie in memory as a column wants them, copied as one block; gaps are written over afterwards.
template <class Array, class Value>
std::vector<Value> copied_values(const Cells& cells, Value gap) {
  std::vector<Value> values;
  values.reserve(cells.size());
  on_large_pages(values.data(), values.capacity() * sizeof(Value));
  for (const auto& chunk : cells.chunks.chunks()) {
    const auto& array = static_cast<const Array&>(*chunk);
    const size_t before = values.size();
    values.insert(values.end(), array.raw_values(), array.raw_values() + array.length());
    if (array.null_count() > 0)
      for (int64_t i = 0; i < array.length(); ++i)
        if (array.IsNull(i)) values[before + static_cast<size_t>(i)] = gap;
  }
  return values;
}

/// Arrow's own values, if they are of one array and every gap holds `gap` to the bit; else a copy.
template <class Array, class Value>
SharedSpan<Value> values_of(const Cells& cells, Value gap) {
  if constexpr (std::is_same_v<typename Array::value_type, Value>)
    if (const auto whole = cells.whole()) {
      const auto& array = static_cast<const Array&>(*whole);
      const Value* values = array.raw_values();
      int64_t i = array.null_count() > 0 ? 0 : array.length();
      while (i < array.length() && (array.IsValid(i) || std::memcmp(values + i, &gap, sizeof gap) == 0)) ++i;
      if (i == array.length()) return {{values, cells.size()}, whole};
    }
  return copied_values<Array, Value>(cells, gap);
}

/// Arrow's own bitmap, if it is of one array and begins with a byte; else a copy.
Validity valid_cells(const Cells& cells) {
  if (cells.chunks.null_count() == 0) return {};
  const auto whole = cells.whole();
  if (whole && whole->null_bitmap_data() && whole->offset() % 8 == 0)
    return Validity({{whole->null_bitmap_data() + whole->offset() / 8, (cells.size() + 7) / 8}, whole});
  std::vector<bool> valid;
  valid.reserve(cells.size());
  for (const auto& chunk : cells.chunks.chunks())
    for (int64_t i = 0; i < chunk->length(); ++i) valid.push_back(chunk->IsValid(i));
  return valid;
}

/// Where the cells of an array lie in its values, from 0; nothing if there is not one array, or if a gap holds values.
template <class Array>
std::optional<SharedSpan<int64_t>> offsets_of(const Cells& cells) {
  const auto whole = cells.whole();
  if (!whole) return {};
  const auto& array = static_cast<const Array&>(*whole);
  if (array.null_count() > 0)
    for (int64_t i = 0; i < array.length(); ++i)
      if (array.IsNull(i) && array.value_offset(i) != array.value_offset(i + 1)) return {};
  const int64_t first = array.value_offset(0);
  if constexpr (requires { array.raw_value_offsets() - static_cast<const int64_t*>(nullptr); })
    if (first == 0) return SharedSpan<int64_t>({array.raw_value_offsets(), cells.size() + 1}, whole);
  std::vector<int64_t> offsets(cells.size() + 1);
  for (size_t i = 0; i < offsets.size(); ++i) offsets[i] = array.value_offset(static_cast<int64_t>(i)) - first;
  return offsets;
}

/// The bytes of all cells of an array of strings or binary cells, one after the other, where they lie.
template <class Array>
SharedSpan<uint8_t> bytes_of(const std::shared_ptr<arrow::Array>& whole) {
  const auto& array = static_cast<const Array&>(*whole);
  return {{array.raw_data() + array.value_offset(0), static_cast<size_t>(array.total_values_length())}, whole};
}

template <class Array>
Column integers(const Cells& cells) {
  return Column::integers(values_of<Array, int64_t>(cells, 0), valid_cells(cells));
}

/// Those beyond 2^63 are no integers of ours.
Column unsigned_integers(const Cells& cells) {
  for (const auto& chunk : cells.chunks.chunks()) {
    const auto& array = static_cast<const arrow::UInt64Array&>(*chunk);
    for (int64_t i = 0; i < array.length(); ++i)
      if (array.IsValid(i) && array.Value(i) > static_cast<uint64_t>(INT64_MAX))
        return Column::numbers(values_of<arrow::UInt64Array, double>(cells, NAN));
  }
  return integers<arrow::UInt64Array>(cells);
}

template <class Array>
Column numbers(const Cells& cells) {
  return Column::numbers(values_of<Array, double>(cells, NAN));
}

template <class Array, class Value>
Column numbers_by(const Cells& cells, Value value) {
  std::vector<double> values;
  values.reserve(cells.size());
  cells.each<Array>([&](const Array& array, int64_t i) { values.push_back(value(array, i)); },
                    [&] { values.push_back(NAN); });
  return Column::numbers(std::move(values));
}

Column booleans(const Cells& cells) {
  std::vector<uint8_t> values;
  cells.each<arrow::BooleanArray>([&](const auto& array, int64_t i) { values.push_back(array.Value(i) ? 1 : 0); },
                                  [&] { values.push_back(0); });
  return Column::booleans(std::move(values), valid_cells(cells));
}

/// Milliseconds from units of which `per_second` make a second, rounded down.
template <class Array>
Column dates(const Cells& cells, int64_t per_second) {
  if (per_second == 1000) return Column::date_times(values_of<Array, int64_t>(cells, 0), valid_cells(cells));
  std::vector<int64_t> values = copied_values<Array, int64_t>(cells, 0);
  for (int64_t& value : values) {
    if (per_second <= 1000) {
      int64_t milliseconds = 0;
      if (__builtin_mul_overflow(value, 1000 / per_second, &milliseconds))
        throw Error("{} holds a date beyond what milliseconds can say; cast it", cells.where);
      value = milliseconds;
    } else {
      const int64_t step = per_second / 1000;
      value = value / step - (value % step < 0);
    }
  }
  return Column::date_times(std::move(values), valid_cells(cells));
}

Column days(const Cells& cells) {
  std::vector<int64_t> values = copied_values<arrow::Date32Array, int64_t>(cells, 0);
  for (int64_t& value : values) value *= int64_t{24} * 3600 * 1000;
  return Column::date_times(std::move(values), valid_cells(cells));
}

int64_t units_per_second(arrow::TimeUnit::type unit) {
  switch (unit) {
    case arrow::TimeUnit::SECOND:
      return 1;
    case arrow::TimeUnit::MILLI:
      return 1000;
    case arrow::TimeUnit::MICRO:
      return 1'000'000;
    case arrow::TimeUnit::NANO:
      break;
  }
  return 1'000'000'000;
}

/// Words of one array. Once they are so many that they are text, the others are only looked at, and all stay where they
/// lie; nothing if one of them stands for a missing cell, which holds no bytes.
template <class Array>
std::optional<Column> words_in_place(const Cells& cells) {
  const auto found = offsets_of<Array>(cells);
  if (!found) return {};
  WordColumn column(cells.settings.missing);
  bool gaps = false;
  cells.each<Array>(
      [&](const Array& array, int64_t i) {
        const std::string_view word = array.GetView(i);
        gaps |= column.is_gap(word);
        if (!column.is_text()) column.add(word);
      },
      [&] {
        if (!column.is_text()) column.add_missing();
      });
  if (!column.is_text()) return column.finish();
  if (gaps) return {};
  return Column::texts(bytes_of<Array>(cells.whole()), *found, valid_cells(cells));
}

template <class Array>
Column words(const Cells& cells) {
  if constexpr (requires(const Array& array) { array.raw_value_offsets(); })
    if (auto column = words_in_place<Array>(cells)) return std::move(*column);
  WordColumn column(cells.settings.missing);
  cells.each<Array>([&](const Array& array, int64_t i) { column.add(array.GetView(i)); },
                    [&] { column.add_missing(); });
  return column.finish();
}

Column column_of(const Cells& cells);

/// A dictionary says that its words are classes, however many there are. Its values are read as a column of their own.
Column dictionary(const Cells& cells) {
  ColumnBuilder column(ColumnType::category);
  const std::vector<std::string>& missing = cells.settings.missing;
  for (const auto& chunk : cells.chunks.chunks()) {
    const auto& array = static_cast<const arrow::DictionaryArray&>(*chunk);
    const arrow::ChunkedArray values(arrow::ArrayVector{array.dictionary()}, array.dictionary()->type());
    const Column known = column_of({values, cells.settings, cells.where});
    if (known.type() == ColumnType::image || known.type() == ColumnType::list)
      throw unreadable(cells, "whose values are no words");
    std::vector<std::string> word;
    for (int64_t i = 0; i < known.size(); ++i) word.push_back(known.shown(i));
    for (int64_t i = 0; i < array.length(); ++i) {
      const size_t code = array.IsNull(i) ? word.size() : static_cast<size_t>(array.GetValueIndex(i));
      const bool gap = code >= word.size() || word[code].empty() ||
                       std::find(missing.begin(), missing.end(), word[code]) != missing.end();
      if (gap)
        column.add_missing();
      else
        column.add(word[code]);
    }
  }
  return column.finish();
}

/// The numbers of an array's lists, where they lie.
template <class Array>
SharedSpan<double> numbers_of(const std::shared_ptr<arrow::Array>& whole, const Column& all, size_t size) {
  const auto first = static_cast<size_t>(static_cast<const Array&>(*whole).value_offset(0));
  return {all.numbers().subspan(first, size), std::make_shared<const Column>(all)};
}

template <class Array>
Column lists(const Cells& cells) {
  std::vector<double> values;
  std::vector<int64_t> offsets{0};
  for (const auto& chunk : cells.chunks.chunks()) {
    const auto& array = static_cast<const Array&>(*chunk);
    const arrow::ChunkedArray items(arrow::ArrayVector{array.values()}, array.values()->type());
    const Column inner = column_of({items, cells.settings, cells.where});
    if (!inner.is_numeric()) throw unreadable(cells, "and only lists of numbers are read");
    const auto found = inner.type() == ColumnType::number ? offsets_of<Array>(cells) : std::nullopt;
    if (found)
      return Column::lists(numbers_of<Array>(chunk, inner, static_cast<size_t>((*found)[cells.size()])), *found,
                           valid_cells(cells));
    const std::vector<double> all = inner.as_numbers();
    for (int64_t i = 0; i < array.length(); ++i) {
      if (array.IsValid(i))
        for (int64_t k = array.value_offset(i); k < array.value_offset(i) + array.value_length(i); ++k)
          values.push_back(all[static_cast<size_t>(k)]);
      offsets.push_back(static_cast<int64_t>(values.size()));
    }
  }
  return Column::lists(std::move(values), std::move(offsets), valid_cells(cells));
}

template <class Array>
Column images(const Cells& cells) {
  std::vector<std::array<int64_t, 3>> shapes(cells.size(), {0, 0, 0});
  if (const auto found = offsets_of<Array>(cells))
    return Column::images(bytes_of<Array>(cells.whole()), *found, std::move(shapes), valid_cells(cells));
  std::vector<uint8_t> bytes;
  std::vector<int64_t> offsets{0};
  cells.each<Array>(
      [&](const Array& array, int64_t i) {
        const std::string_view cell = array.GetView(i);
        bytes.insert(bytes.end(), cell.begin(), cell.end());
        offsets.push_back(static_cast<int64_t>(bytes.size()));
      },
      [&] { offsets.push_back(static_cast<int64_t>(bytes.size())); });
  return Column::images(std::move(bytes), std::move(offsets), std::move(shapes), valid_cells(cells));
}

/// {bytes: binary, path: string}, as Hugging Face's data sets keep images.
Column images_in_structs(const Cells& cells) {
  const auto& type = static_cast<const arrow::StructType&>(*cells.chunks.type());
  const int at = type.GetFieldIndex("bytes");
  if (at < 0) throw unreadable(cells, "and of structs only images are read, {bytes, path}");
  arrow::ArrayVector bytes;
  for (const auto& chunk : cells.chunks.chunks()) {
    auto flat = static_cast<const arrow::StructArray&>(*chunk).GetFlattenedField(at);
    if (!flat.ok()) throw unreadable(cells, flat.status().ToString());
    bytes.push_back(*flat);
  }
  const arrow::ChunkedArray chunks(std::move(bytes), type.field(at)->type());
  return column_of({chunks, cells.settings, cells.where});
}

Column column_of(const Cells& cells) {
  const arrow::DataType& type = *cells.chunks.type();
  switch (type.id()) {
    case Type::NA:
      return Column::numbers(std::vector<double>(cells.size(), NAN));
    case Type::BOOL:
      return booleans(cells);
    case Type::INT8:
      return integers<arrow::Int8Array>(cells);
    case Type::INT16:
      return integers<arrow::Int16Array>(cells);
    case Type::INT32:
      return integers<arrow::Int32Array>(cells);
    case Type::INT64:
      return integers<arrow::Int64Array>(cells);
    case Type::UINT8:
      return integers<arrow::UInt8Array>(cells);
    case Type::UINT16:
      return integers<arrow::UInt16Array>(cells);
    case Type::UINT32:
      return integers<arrow::UInt32Array>(cells);
    case Type::UINT64:
      return unsigned_integers(cells);
    case Type::FLOAT:
      return numbers<arrow::FloatArray>(cells);
    case Type::DOUBLE:
      return numbers<arrow::DoubleArray>(cells);
    case Type::HALF_FLOAT:
      return numbers_by<arrow::HalfFloatArray>(cells, [](const auto& array, int64_t i) {
        return arrow::util::Float16::FromBits(array.Value(i)).ToDouble();
      });
    case Type::DECIMAL128:
      return numbers_by<arrow::Decimal128Array>(
          cells, [](const auto& array, int64_t i) { return parse_number(array.FormatValue(i)).value_or(NAN); });
    case Type::STRING:
      return words<arrow::StringArray>(cells);
    case Type::LARGE_STRING:
      return words<arrow::LargeStringArray>(cells);
    case Type::STRING_VIEW:
      return words<arrow::StringViewArray>(cells);
    case Type::DICTIONARY:
      return dictionary(cells);
    case Type::DATE32:
      return days(cells);
    case Type::DATE64:
      return dates<arrow::Date64Array>(cells, 1000);
    case Type::TIMESTAMP:
      return dates<arrow::TimestampArray>(cells,
                                          units_per_second(static_cast<const arrow::TimestampType&>(type).unit()));
    case Type::LIST:
      return lists<arrow::ListArray>(cells);
    case Type::LARGE_LIST:
      return lists<arrow::LargeListArray>(cells);
    case Type::FIXED_SIZE_LIST:
      return lists<arrow::FixedSizeListArray>(cells);
    case Type::BINARY:
      return images<arrow::BinaryArray>(cells);
    case Type::LARGE_BINARY:
      return images<arrow::LargeBinaryArray>(cells);
    case Type::STRUCT:
      return images_in_structs(cells);
    default:
      throw unreadable(cells, "which is not read");
  }
}

}  // namespace

Column arrow_column(const arrow::ChunkedArray& chunks, const ReadSettings& settings, const std::string& where) {
  return column_of({chunks, settings, where});
}

}  // namespace plumb
