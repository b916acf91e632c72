// Columns made from columns: rows chosen, rows added, another type.
#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "plumb/core/error.h"
#include "plumb/core/form.h"
#include "plumb/core/internal/column_buffers.h"
#include "plumb/core/parse.h"

namespace plumb {
namespace {

template <class Cells>
auto chosen(const Cells& cells, std::span<const int64_t> rows) {
  std::vector<std::remove_cvref_t<decltype(cells[0])>> result;
  if (cells.empty()) return result;
  result.reserve(rows.size());
  for (const int64_t row : rows) result.push_back(cells[static_cast<size_t>(row)]);
  return result;
}

/// Cells of any length: values and offsets of the rows chosen.
template <class T>
void choose_parts(const SharedSpan<T>& cells, const SharedSpan<int64_t>& offsets, std::span<const int64_t> rows,
                  SharedSpan<T>& chosen_parts, SharedSpan<int64_t>& chosen_ends) {
  std::vector<T> parts;
  std::vector<int64_t> ends{0};
  ends.reserve(rows.size() + 1);
  for (const int64_t row : rows) {
    const auto at = static_cast<size_t>(row);
    ends.push_back(ends.back() + offsets[at + 1] - offsets[at]);
  }
  parts.reserve(static_cast<size_t>(ends.back()));
  for (const int64_t row : rows) {
    const auto at = static_cast<size_t>(row);
    parts.insert(parts.end(), cells.begin() + offsets[at], cells.begin() + offsets[at + 1]);
  }
  chosen_parts = std::move(parts);
  chosen_ends = std::move(ends);
}

template <class Cells>
auto joined(const Cells& cells, const Cells& more) {
  std::vector<std::remove_cvref_t<decltype(cells[0])>> all;
  all.reserve(cells.size() + more.size());
  all.insert(all.end(), cells.begin(), cells.end());
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<bool> flags(const Column& column) {
  std::vector<bool> valid(static_cast<size_t>(column.size()));
  for (int64_t row = 0; row < column.size(); ++row) valid[static_cast<size_t>(row)] = !column.missing(row);
  return valid;
}

/// Words in order: as numbers where all are, else by their bytes. So the codes do not depend on the order of the rows.
std::vector<std::string> ordered(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  const auto number = [](const std::string& word) { return parse_number(word).value_or(NAN); };
  if (std::all_of(words.begin(), words.end(), [&](const std::string& word) { return std::isfinite(number(word)); }))
    std::stable_sort(words.begin(), words.end(),
                     [&](const std::string& a, const std::string& b) { return number(a) < number(b); });
  return words;
}

Column to_category(const Column& column) {
  std::unordered_map<std::string, int32_t> codes;
  std::vector<int32_t> cells(static_cast<size_t>(column.size()), -1);
  std::vector<std::string> words;
  for (int64_t row = 0; row < column.size(); ++row) {
    if (column.missing(row)) continue;
    const auto [found, fresh] = codes.emplace(column.shown(row), static_cast<int32_t>(words.size()));
    if (fresh) words.push_back(found->first);
    cells[static_cast<size_t>(row)] = found->second;
  }
  return Column::categories(std::move(cells), std::move(words)).with_words_in_order();
}

Column to_text(const Column& column) {
  std::vector<uint8_t> bytes;
  std::vector<int64_t> offsets{0};
  for (int64_t row = 0; row < column.size(); ++row) {
    const std::string cell = column.shown(row);
    bytes.insert(bytes.end(), cell.begin(), cell.end());
    offsets.push_back(static_cast<int64_t>(bytes.size()));
  }
  return Column::texts(std::move(bytes), std::move(offsets), flags(column));
}

bool has_text(const Column& column) {
  return column.type() == ColumnType::text || column.type() == ColumnType::category;
}

std::optional<Column> to_number(const Column& column) {
  if (!has_text(column)) return Column::numbers(column.as_numbers());
  std::vector<double> values(static_cast<size_t>(column.size()), NAN);
  for (int64_t row = 0; row < column.size(); ++row)
    if (!column.missing(row)) {
      const auto value = parse_number(column.text(row));
      if (!value) return {};
      values[static_cast<size_t>(row)] = *value;
    }
  return Column::numbers(std::move(values));
}

/// Every present cell through `read`; nothing as soon as one does not fit.
template <class T, class Read>
std::optional<std::vector<T>> each(const Column& column, const Read& read) {
  std::vector<T> values(static_cast<size_t>(column.size()));
  for (int64_t row = 0; row < column.size(); ++row)
    if (!column.missing(row)) {
      const auto value = read(row);
      if (!value) return {};
      values[static_cast<size_t>(row)] = static_cast<T>(*value);
    }
  return values;
}

std::optional<int64_t> whole(double value) {
  if (value != std::floor(value) || std::fabs(value) > 9e15) return {};
  return static_cast<int64_t>(value);
}

}  // namespace

Column Column::take(std::span<const int64_t> rows) const {
  for (const int64_t row : rows)
    if (row < 0 || row >= size_) throw Bug(fmt::format("column: row {} of {}", row, size_));
  if (rows.empty() && !buffers_) return *this;
  Buffers picked;
  const Buffers& b = *buffers_;
  picked.words = b.words;
  picked.codes = chosen(b.codes, rows);
  picked.integers = chosen(b.integers, rows);
  picked.shapes = chosen(b.shapes, rows);
  picked.names = chosen(b.names, rows);
  if (b.offsets.empty()) {
    picked.numbers = chosen(b.numbers, rows);
    picked.bytes = chosen(b.bytes, rows);
  } else if (type_ == ColumnType::list) {
    choose_parts(b.numbers, b.offsets, rows, picked.numbers, picked.offsets);
  } else {
    choose_parts(b.bytes, b.offsets, rows, picked.bytes, picked.offsets);
  }
  if (!b.validity.all()) {
    std::vector<bool> valid(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) valid[i] = b.validity[rows[i]];
    picked.validity = valid;
  }
  return {type_, static_cast<int64_t>(rows.size()), std::move(picked)};
}

Column Column::append(const Column& more) const {
  if (type_ != more.type_ && is_numeric() && more.is_numeric())
    return as(ColumnType::number)->append(*more.as(ColumnType::number));
  if (type_ != more.type_ && has_text(*this) && has_text(more))
    return as(ColumnType::text)->append(*more.as(ColumnType::text));
  if (type_ != more.type_)
    throw Error("cannot join cells of type {} to cells of type {}; say the type under `inputs`", name_of(more.type_),
                name_of(type_));
  if (size_ == 0 && type_ != ColumnType::category) return more;
  if (more.size_ == 0) return *this;
  Buffers all;
  const Buffers& a = *buffers_;
  const Buffers& b = *more.buffers_;
  if (type_ == ColumnType::category) {
    all.words = a.words;
    std::map<std::string, int32_t> known;
    for (size_t i = 0; i < all.words.size(); ++i) known.emplace(all.words[i], static_cast<int32_t>(i));
    std::vector<int32_t> code_of;
    for (const std::string& word : b.words) {
      const auto [found, fresh] = known.emplace(word, static_cast<int32_t>(all.words.size()));
      if (fresh) all.words.push_back(word);
      code_of.push_back(found->second);
    }
    std::vector<int32_t> codes = joined(a.codes, b.codes);
    for (size_t i = a.codes.size(); i < codes.size(); ++i)
      if (codes[i] >= 0) codes[i] = code_of[static_cast<size_t>(codes[i])];
    all.codes = std::move(codes);
  }
  if (!a.offsets.empty()) {
    std::vector<int64_t> offsets(a.offsets.begin(), a.offsets.end());
    offsets.reserve(a.offsets.size() + b.offsets.size() - 1);
    const int64_t shift = offsets.back();
    for (size_t i = 1; i < b.offsets.size(); ++i) offsets.push_back(b.offsets[i] + shift);
    all.offsets = std::move(offsets);
  }
  all.numbers = joined(a.numbers, b.numbers);
  all.integers = joined(a.integers, b.integers);
  all.bytes = joined(a.bytes, b.bytes);
  all.shapes = joined(a.shapes, b.shapes);
  if (!a.names.empty() || !b.names.empty()) {
    all.names = a.names;
    all.names.resize(static_cast<size_t>(size_));
    all.names.insert(all.names.end(), b.names.begin(), b.names.end());
    all.names.resize(static_cast<size_t>(size_ + more.size_));
  }
  if (!a.validity.all() || !b.validity.all()) {
    std::vector<bool> valid;
    valid.reserve(static_cast<size_t>(size_ + more.size_));
    for (int64_t row = 0; row < size_; ++row) valid.push_back(a.validity[row]);
    for (int64_t row = 0; row < more.size_; ++row) valid.push_back(b.validity[row]);
    all.validity = valid;
  }
  return {type_, size_ + more.size_, std::move(all)};
}

Column Column::with_words_in_order() const {
  if (type_ != ColumnType::category || size_ == 0) return *this;
  const Buffers& b = *buffers_;
  std::vector<bool> used(b.words.size());
  for (const int32_t code : b.codes)
    if (code >= 0) used[static_cast<size_t>(code)] = true;
  std::vector<std::string> words;
  for (size_t i = 0; i < used.size(); ++i)
    if (used[i]) words.push_back(b.words[i]);
  words = ordered(std::move(words));
  std::unordered_map<std::string_view, int32_t> place;
  for (size_t i = 0; i < words.size(); ++i) place.emplace(words[i], static_cast<int32_t>(i));
  std::vector<int32_t> code_of(b.words.size(), -1);
  for (size_t i = 0; i < used.size(); ++i)
    if (used[i]) code_of[i] = place.at(b.words[i]);
  std::vector<int32_t> codes;
  codes.reserve(b.codes.size());
  for (const int32_t code : b.codes) codes.push_back(code < 0 ? -1 : code_of[static_cast<size_t>(code)]);
  return categories(std::move(codes), std::move(words));
}

std::optional<Column> Column::as(ColumnType type) const {
  if (type == type_) return *this;
  if (type_ == ColumnType::image || type_ == ColumnType::list || type == ColumnType::image || type == ColumnType::list)
    return {};
  if (size_ == 0) return Column(type, 0, {.offsets = {0}});
  if (type == ColumnType::text) return to_text(*this);
  if (type == ColumnType::category) return to_category(*this);
  if (type == ColumnType::number) return to_number(*this);
  const bool words = has_text(*this);
  if (type == ColumnType::boolean) {
    auto values = each<uint8_t>(*this, [&](int64_t row) -> std::optional<bool> {
      if (words) return parse_boolean(text(row));
      const double value = number(row);
      return value == 0 || value == 1 ? std::optional(value == 1) : std::nullopt;
    });
    return values ? std::optional(booleans(std::move(*values), flags(*this))) : std::nullopt;
  }
  auto values = each<int64_t>(*this, [&](int64_t row) -> std::optional<int64_t> {
    if (type_ == ColumnType::integer || type_ == ColumnType::date_time) return integers()[static_cast<size_t>(row)];
    if (!words) return whole(number(row));
    if (type == ColumnType::date_time) return parse_date_time(text(row));
    if (const auto exact = parse_integer(text(row))) return exact;
    const auto value = parse_number(text(row));
    return value ? whole(*value) : std::nullopt;
  });
  if (!values) return {};
  return type == ColumnType::integer ? integers(std::move(*values), flags(*this))
                                     : date_times(std::move(*values), flags(*this));
}

}  // namespace plumb
