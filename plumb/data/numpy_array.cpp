#include "plumb/data/numpy_array.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>

#include "plumb/core/error.h"
#include "plumb/core/parse.h"
#include "plumb/core/unicode.h"
#include "plumb/data/image_codec.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

constexpr int64_t most_columns = 10'000;
constexpr size_t longest_header = 1 << 20;

/// What stands behind `'key':` in the header, a Python dict: {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4),
/// }
std::string_view entry(std::string_view header, const std::string& key) {
  const size_t at = header.find("'" + key + "'");
  if (at == std::string_view::npos) return {};
  const size_t colon = header.find(':', at);
  return colon == std::string_view::npos ? std::string_view() : trimmed(header.substr(colon + 1));
}

std::optional<std::vector<int64_t>> sizes(std::string_view tuple) {
  if (!tuple.starts_with('(') || tuple.find(')') == std::string_view::npos) return {};
  tuple = tuple.substr(1, tuple.find(')') - 1);
  std::vector<int64_t> result;
  while (!trimmed(tuple).empty()) {
    const size_t comma = std::min(tuple.find(','), tuple.size());
    const auto size = parse_integer(tuple.substr(0, comma));
    if (!size || *size < 0) return {};
    result.push_back(*size);
    tuple.remove_prefix(std::min(comma + 1, tuple.size()));
  }
  return result;
}

/// "<f8", "|b1", "<M8[ns]", "<U12"
void read_type(std::string_view written, NumpyArray& array) {
  const auto refuse = [&](const char* what, const char* instead) {
    throw Error("{} holds {}; {}", array.name, what, instead);
  };
  if (written.starts_with('[')) refuse("records", "save each field as an array of its own");
  if (written.size() < 3 || written.front() != '\'') refuse("values of a type that is not told", "save it again");
  written = written.substr(1, written.find('\'', 1) - 1);
  array.big_endian = written.front() == '>';
  if (written.find_first_of("<>|=") == 0) written.remove_prefix(1);
  array.kind = written.empty() ? '?' : written.front();
  const size_t bracket = std::min(written.find('['), written.size());
  if (bracket + 1 < written.size()) array.unit = written.substr(bracket + 1, written.size() - bracket - 2);
  array.item =
      parse_integer(written.substr(std::min<size_t>(1, bracket), bracket - std::min<size_t>(1, bracket))).value_or(0);
  if (array.kind == 'O') refuse("Python objects", "save numbers or words, e.g. `array.astype(str)`");
  if (array.kind == 'c') refuse("complex numbers", "save two arrays, `array.real` and `array.imag`");
  const std::map<char, std::vector<int64_t>> known{
      {'b', {1}}, {'i', {1, 2, 4, 8}}, {'u', {1, 2, 4, 8}}, {'f', {2, 4, 8}}, {'M', {8}}};
  const auto found = known.find(array.kind);
  const bool words = array.kind == 'U' || array.kind == 'S';
  if (words ? array.item < 1 || array.item > (1 << 22)
            : found == known.end() ||
                  std::find(found->second.begin(), found->second.end(), array.item) == found->second.end())
    throw Error("{} holds values of type {}, which is not read; save it with `array.astype(float)`", array.name,
                written);
  if (array.kind == 'U') array.item *= 4;  // bytes of a letter
}

template <class T>
T swapped(T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  std::reverse(bytes, bytes + sizeof(T));
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

template <class T>
T value_at(const NumpyArray& array, int64_t index) {
  T value{};
  std::memcpy(&value, array.values.data() + index * static_cast<int64_t>(sizeof(T)), sizeof(T));
  return array.big_endian ? swapped(value) : value;
}

double half(uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  const double size = exponent == 0    ? std::ldexp(fraction, -24)
                      : exponent == 31 ? (fraction == 0 ? INFINITY : NAN)
                                       : std::ldexp(1024 + fraction, exponent - 25);
  return bits >> 15 ? -size : size;
}

double number_at(const NumpyArray& array, int64_t i) {
  if (array.item == 2) return half(value_at<uint16_t>(array, i));
  return array.item == 4 ? static_cast<double>(value_at<float>(array, i)) : value_at<double>(array, i);
}

int64_t integer_at(const NumpyArray& array, int64_t i) {
  const bool is_signed = array.kind == 'i';
  switch (array.item) {
    case 1:
      return is_signed ? value_at<int8_t>(array, i) : int64_t{value_at<uint8_t>(array, i)};
    case 2:
      return is_signed ? value_at<int16_t>(array, i) : int64_t{value_at<uint16_t>(array, i)};
    case 4:
      return is_signed ? value_at<int32_t>(array, i) : int64_t{value_at<uint32_t>(array, i)};
    default:
      return value_at<int64_t>(array, i);
  }
}

/// Milliseconds; nothing for NaT.
std::optional<int64_t> date_at(const NumpyArray& array, int64_t i) {
  static const std::map<std::string, int64_t> many{{"W", 604'800'000}, {"D", 86'400'000}, {"h", 3'600'000},
                                                   {"m", 60'000},      {"s", 1000},       {"ms", 1}};
  static const std::map<std::string, int64_t> few{{"us", 1000}, {"ns", 1'000'000}};
  const auto value = value_at<int64_t>(array, i);
  if (value == INT64_MIN) return {};
  int64_t milliseconds = 0;
  if (const auto found = few.find(array.unit); found != few.end())
    return value / found->second - (value % found->second < 0);
  const auto found = many.find(array.unit);
  if (found == many.end())
    throw Error("{} holds dates in units of [{}]; save it with `array.astype('datetime64[s]')`", array.name,
                array.unit);
  if (__builtin_mul_overflow(value, found->second, &milliseconds))
    throw Error("{} holds a date beyond what milliseconds can say", array.name);
  return milliseconds;
}

std::string word_at(const NumpyArray& array, int64_t i) {
  std::string word;
  if (array.kind == 'S') {
    word = array.values.substr(static_cast<size_t>(i * array.item), static_cast<size_t>(array.item));
    word.resize(std::min(word.find('\0'), word.size()));
    if (std::any_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) > 0x7F; }))
      throw Error("{}, row {}: bytes that are no ASCII; save words as str", array.name, i + 1);
    return word;
  }
  for (int64_t k = 0; k < array.item / 4; ++k) {
    const auto c = value_at<uint32_t>(array, i * (array.item / 4) + k);
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
      throw Error("{}, row {}: a letter that is not Unicode; save the array again", array.name, i + 1);
    if (c == 0) break;
    unicode::append(word, c);
  }
  return word;
}

/// The values at `first`, `first + step` and so on, one a row.
Column column_of(const NumpyArray& array, int64_t rows, int64_t first, int64_t step,
                 const std::vector<std::string>& missing) {
  const auto n = static_cast<size_t>(rows);
  const auto place = [&](size_t row) { return first + static_cast<int64_t>(row) * step; };
  const bool huge = array.kind == 'u' && array.item == 8;
  switch (array.kind) {
    case 'f': {
      std::vector<double> values(n);
      for (size_t row = 0; row < n; ++row) values[row] = number_at(array, place(row));
      return Column::numbers(std::move(values));
    }
    case 'b': {
      std::vector<uint8_t> values(n);
      for (size_t row = 0; row < n; ++row) values[row] = array.values[static_cast<size_t>(place(row))] != 0;
      return Column::booleans(std::move(values));
    }
    case 'i':
    case 'u': {
      std::vector<int64_t> values(n);
      for (size_t row = 0; row < n; ++row) values[row] = integer_at(array, place(row));
      if (!huge || std::all_of(values.begin(), values.end(), [](int64_t value) { return value >= 0; }))
        return Column::integers(std::move(values));
      std::vector<double> numbers(n);  // beyond 2^63
      for (size_t row = 0; row < n; ++row) numbers[row] = static_cast<double>(static_cast<uint64_t>(values[row]));
      return Column::numbers(std::move(numbers));
    }
    case 'M': {
      std::vector<int64_t> values(n);
      std::vector<bool> valid(n);
      for (size_t row = 0; row < n; ++row) {
        const auto date = date_at(array, place(row));
        values[row] = date.value_or(0);
        valid[row] = date.has_value();
      }
      return Column::date_times(std::move(values), std::move(valid));
    }
    default: {
      WordColumn words(missing);
      for (size_t row = 0; row < n; ++row) words.add(word_at(array, place(row)));
      return words.finish();
    }
  }
}

Column images_of(const NumpyArray& array) {
  const auto& shape = array.shape;
  const int64_t channels = shape.size() == 4 ? shape[3] : 1;
  if (array.kind != 'u' || array.item != 1 || (channels != 1 && channels != 3))
    throw Error(
        "{} has the shape [{}] and type {}{}; images are [n, height, width] or [n, height, width, 1 or 3] of uint8",
        array.name, fmt::join(shape, ", "), array.kind, 8 * array.item);
  if (array.columns_first)
    throw Error("{} is in Fortran order; save it with `numpy.ascontiguousarray(array)`", array.name);
  internal::check_image_size(shape[1], shape[2]);
  const auto rows = static_cast<size_t>(shape[0]);
  const int64_t size = shape[1] * shape[2] * channels;
  std::vector<int64_t> offsets(rows + 1);
  for (size_t i = 0; i < offsets.size(); ++i) offsets[i] = static_cast<int64_t>(i) * size;
  return Column::images(std::vector<uint8_t>(array.values.begin(), array.values.end()), std::move(offsets),
                        std::vector(rows, std::array<int64_t, 3>{shape[1], shape[2], channels}));
}

}  // namespace

NumpyArray numpy_array(std::string_view file, const std::string& name) {
  NumpyArray array{.name = name};
  if (!file.starts_with("\x93NUMPY") || file.size() < 10)
    throw Error("{} is no NumPy array; save it with numpy.save", name);
  const auto byte = [&](size_t at) { return static_cast<size_t>(static_cast<unsigned char>(file[at])); };
  const size_t begin = byte(6) == 1 ? 10 : 12;
  if (byte(6) < 1 || byte(6) > 3)
    throw Error("{} is of version {} of NumPy's format; save it with version 1", name, byte(6));
  if (file.size() < begin) throw Error("{} is cut off in its header; fetch it again", name);
  const size_t length = byte(8) | byte(9) << 8 | (begin == 12 ? byte(10) << 16 | byte(11) << 24 : 0);
  if (length > std::min(file.size() - begin, longest_header))
    throw Error("{} is cut off in its header; fetch it again", name);
  const std::string_view header = file.substr(begin, length);
  read_type(entry(header, "descr"), array);
  array.columns_first = entry(header, "fortran_order").starts_with("True");
  const auto shape = sizes(entry(header, "shape"));
  if (!shape) throw Error("{} does not say its shape; save it again", name);
  array.shape = *shape;
  array.values = file.substr(begin + length);
  int64_t bytes = array.item;
  for (const int64_t size : array.shape)
    if (__builtin_mul_overflow(bytes, size, &bytes)) bytes = INT64_MAX;
  if (static_cast<uint64_t>(bytes) != array.values.size())
    throw Error("{} says [{}] of {} bytes each, and {} bytes are there; fetch it again", name,
                fmt::join(array.shape, ", "), array.item, array.values.size());
  return array;
}

void add_columns(Table& table, const std::string& name, const NumpyArray& array,
                 const std::vector<std::string>& missing) {
  if (array.shape.empty()) throw Error("{} is one value, not rows; leave it out", array.name);
  const int64_t rows = array.shape[0];
  if (rows == 0) throw Error("{} holds no rows", array.name);
  if (!table.names().empty() && rows != table.rows())
    throw Error(
        "{} has {} rows, and \"{}\" has {}; name the arrays that belong together with `arrays`, or by what their names "
        "begin with, e.g. `prefix: train_`",
        array.name, rows, table.names().front(), table.rows());
  if (array.shape.size() > 4)
    throw Error("{} has {} dimensions, and at most 4 are read", array.name, array.shape.size());
  if (array.shape.size() > 2) return table.set(name, images_of(array));
  const int64_t width = array.shape.size() == 2 ? array.shape[1] : 1;
  if (width < 1 || width > most_columns)
    throw Error("{} has {} columns; 1 to {} are read", array.name, width, most_columns);
  for (int64_t k = 0; k < width; ++k)
    table.set(width == 1 ? name : fmt::format("{}_{}", name, k + 1), array.columns_first
                                                                         ? column_of(array, rows, k * rows, 1, missing)
                                                                         : column_of(array, rows, k, width, missing));
}

}  // namespace plumb
