#include "plumb/data/column_builder.h"

#include <cmath>
#include <limits>

#include "plumb/core/error.h"
#include "plumb/core/parse.h"

namespace plumb {
namespace {

/// "007" and "-01" are codes; "0", "0.5", "00.5" and "01/02/2003" are none.
bool is_code(std::string_view cell) {
  if (!cell.empty() && cell[0] == '-') cell.remove_prefix(1);
  return cell.size() > 1 && cell[0] == '0' && cell.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_truth_word(std::string_view cell) {
  if (cell.size() < 4 || cell.size() > 5) return false;
  const std::string word = lower(cell);
  return word == "true" || word == "false";
}

/// A whole number, also where it is written "3.0" or "1e3".
std::optional<int64_t> whole(std::string_view cell) {
  if (const auto exact = parse_integer(cell)) return exact;
  const auto value = parse_number(cell);
  if (!value || *value != std::floor(*value) || std::fabs(*value) > 9e15) return {};
  return static_cast<int64_t>(*value);
}

}  // namespace

ColumnBuilder::ColumnBuilder(std::optional<ColumnType> type) : given_(type) {
  if (!type) return;
  switch (*type) {
    case ColumnType::number:
      kind_ = Kind::number;
      break;
    case ColumnType::integer:
      kind_ = Kind::integer;
      break;
    case ColumnType::boolean:
      kind_ = Kind::boolean;
      break;
    case ColumnType::date_time:
      kind_ = Kind::date_time;
      break;
    case ColumnType::category:
      kind_ = Kind::words;
      break;
    case ColumnType::text:
      kind_ = Kind::text;
      break;
    case ColumnType::image:
    case ColumnType::list:
      throw Error("a text file has no cells of type image or list; choose another type");
  }
}

void ColumnBuilder::begin(std::string_view cell) {
  const auto gaps = static_cast<size_t>(size_);
  if (is_code(cell)) {
    kind_ = Kind::words;
  } else if (parse_integer(cell)) {
    kind_ = Kind::integer;
  } else if (parse_number(cell)) {
    kind_ = Kind::number;
  } else if (is_truth_word(cell)) {
    kind_ = Kind::boolean;
  } else {
    kind_ = parse_date_time(cell) ? Kind::date_time : Kind::words;
  }
  if (kind_ == Kind::integer || kind_ == Kind::date_time) integers_.assign(gaps, 0);
  if (kind_ == Kind::number) numbers_.assign(gaps, NAN);
  if (kind_ == Kind::boolean) bytes_.assign(gaps, 0);
  if (kind_ == Kind::words) codes_.assign(gaps, -1);
}

void ColumnBuilder::add_missing() {
  ++size_;
  ++missing_;
  if (again_) return;
  switch (kind_) {
    case Kind::unknown:
      return;
    case Kind::number:
      numbers_.push_back(NAN);
      return;
    case Kind::words:
      codes_.push_back(-1);
      return;
    case Kind::integer:
    case Kind::date_time:
      integers_.push_back(0);
      break;
    case Kind::boolean:
      bytes_.push_back(0);
      break;
    case Kind::text:
      offsets_.push_back(offsets_.back());
      break;
  }
  valid_.resize(static_cast<size_t>(size_ - 1), true);
  valid_.push_back(false);
}

bool ColumnBuilder::add(std::string_view cell) {
  if (again_) {
    ++size_;
    return true;
  }
  if (kind_ == Kind::unknown) {
    begin(cell);
    if (missing_ > 0) valid_.assign(static_cast<size_t>(size_), false);
  }
  if (!add_typed(cell)) {
    if (given_) return false;
    again_ = true;  // a word among numbers, or dates: all cells are words
  }
  ++size_;
  if (!valid_.empty()) valid_.resize(static_cast<size_t>(size_), true);
  return true;
}

bool ColumnBuilder::add_typed(std::string_view cell) {
  if (kind_ == Kind::integer) {
    const bool code = !given_ && is_code(cell);
    const auto value = given_ ? whole(cell) : parse_integer(cell);
    if (value && !code) {
      integers_.push_back(*value);
      return true;
    }
    if (code || !parse_number(cell)) return false;
    numbers_.assign(integers_.begin(), integers_.end());
    for (size_t i = 0; i < valid_.size(); ++i)
      if (!valid_[i]) numbers_[i] = NAN;
    integers_ = {};
    valid_ = {};
    kind_ = Kind::number;
  }
  if (kind_ == Kind::number) {
    const auto value = parse_number(cell);
    if (!value || (!given_ && is_code(cell))) return false;
    numbers_.push_back(*value);
    return true;
  }
  if (kind_ == Kind::boolean) {
    const auto value = given_ || is_truth_word(cell) ? parse_boolean(cell) : std::nullopt;
    if (value) bytes_.push_back(*value ? 1 : 0);
    return value.has_value();
  }
  if (kind_ == Kind::date_time) {
    const auto value = parse_date_time(cell);
    if (value) integers_.push_back(*value);
    return value.has_value();
  }
  if (kind_ == Kind::words)
    add_word(cell);
  else
    add_text(cell);
  return true;
}

void ColumnBuilder::add_word(std::string_view cell) {
  const auto found = code_of_.find(cell);
  if (found != code_of_.end()) {
    codes_.push_back(found->second);
    return;
  }
  const auto code = static_cast<int32_t>(words_.size());
  words_.emplace_back(cell);
  code_of_.emplace(words_.back(), code);
  codes_.push_back(code);
  if (!given_ && words_.size() > most_words) words_to_text();
}

void ColumnBuilder::add_text(std::string_view cell) {
  bytes_.insert(bytes_.end(), cell.begin(), cell.end());
  offsets_.push_back(static_cast<int64_t>(bytes_.size()));
}

void ColumnBuilder::words_to_text() {
  kind_ = Kind::text;
  const std::vector<int32_t> codes = std::move(codes_);
  valid_.clear();
  for (const int32_t code : codes) {
    add_text(code < 0 ? std::string_view() : words_[static_cast<size_t>(code)]);
    valid_.push_back(code >= 0);
  }
  if (missing_ == 0) valid_.clear();
  codes_ = {};
  code_of_.clear();
}

void ColumnBuilder::drop_last() {
  --size_;
  if (again_) return;
  switch (kind_) {
    case Kind::unknown:
      --missing_;
      return;
    case Kind::number:
      missing_ -= std::isnan(numbers_.back());
      numbers_.pop_back();
      return;
    case Kind::words:
      missing_ -= codes_.back() < 0;
      codes_.pop_back();
      return;
    case Kind::integer:
    case Kind::date_time:
      integers_.pop_back();
      break;
    case Kind::boolean:
      bytes_.pop_back();
      break;
    case Kind::text:
      offsets_.pop_back();
      bytes_.resize(static_cast<size_t>(offsets_.back()));
      break;
  }
  if (valid_.empty()) return;
  missing_ -= !valid_.back();
  valid_.pop_back();
}

void ColumnBuilder::restart() {
  *this = ColumnBuilder();
  kind_ = Kind::words;
}

Column ColumnBuilder::finish() {
  if (kind_ == Kind::words && !given_) {
    const auto present = static_cast<size_t>(size_ - missing_);
    if (words_.size() > few_words && words_.size() * 2 > present) words_to_text();
  }
  if (!valid_.empty()) valid_.resize(static_cast<size_t>(size_), true);
  switch (kind_) {
    case Kind::unknown:
      return Column::numbers(std::vector<double>(static_cast<size_t>(size_), NAN));
    case Kind::number:
      return Column::numbers(std::move(numbers_));
    case Kind::integer:
      return Column::integers(std::move(integers_), std::move(valid_));
    case Kind::date_time:
      return Column::date_times(std::move(integers_), std::move(valid_));
    case Kind::boolean:
      return Column::booleans(std::move(bytes_), std::move(valid_));
    case Kind::text:
      return Column::texts(std::move(bytes_), std::move(offsets_), std::move(valid_));
    case Kind::words:
      break;
  }
  return Column::categories(std::move(codes_), std::move(words_)).with_words_in_order();
}

std::string with_article(ColumnType type) {
  switch (type) {
    case ColumnType::boolean:
      return "true or false";
    case ColumnType::category:
      return "a word";
    case ColumnType::text:
      return "a text";
    case ColumnType::date_time:
      return "a date";
    case ColumnType::image:
      return "an image";
    case ColumnType::list:
      return "a list";
    case ColumnType::integer:
    case ColumnType::number:
      break;
  }
  return "a number";
}

}  // namespace plumb
