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
  Kind kind = Kind::words;
  if (is_code(cell)) {
    kind = Kind::words;
  } else if (parse_integer(cell)) {
    kind = Kind::integer;
  } else if (parse_number(cell)) {
    kind = Kind::number;
  } else if (is_truth_word(cell)) {
    kind = Kind::boolean;
  } else if (parse_date_time(cell)) {
    kind = Kind::date_time;
  }
  begin_with_gaps(kind, static_cast<size_t>(size_));
}

/// The kind is known from now on; so many missing cells came before.
void ColumnBuilder::begin_with_gaps(Kind kind, size_t gaps) {
  kind_ = kind;
  if (kind_ == Kind::integer || kind_ == Kind::date_time) integers_.assign(gaps, 0);
  if (kind_ == Kind::number) numbers_.assign(gaps, NAN);
  if (kind_ == Kind::boolean) bytes_.assign(gaps, 0);
  if (kind_ == Kind::words) codes_.assign(gaps, -1);
  if (kind_ == Kind::text) offsets_.assign(gaps + 1, 0);
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
    integers_to_numbers();
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

void ColumnBuilder::integers_to_numbers() {
  numbers_.reserve(integers_.capacity());
  numbers_.assign(integers_.begin(), integers_.end());
  for (size_t i = 0; i < valid_.size(); ++i)
    if (!valid_[i]) numbers_[i] = NAN;
  integers_ = {};
  valid_ = {};
  kind_ = Kind::number;
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

void ColumnBuilder::append(ColumnBuilder&& later) {
  again_ = again_ || later.again_;
  if (!again_ && later.kind_ != Kind::unknown && kind_ == Kind::unknown) {
    begin_with_gaps(later.kind_, forgets_ ? 0 : static_cast<size_t>(size_));
    if (missing_ > 0 && !forgets_) valid_.assign(static_cast<size_t>(size_), false);
  }
  if (!again_ && later.kind_ != kind_ && later.kind_ != Kind::unknown) {
    const auto one_of = [&](Kind a, Kind b) {
      return (kind_ == a && later.kind_ == b) || (kind_ == b && later.kind_ == a);
    };
    if (one_of(Kind::integer, Kind::number))
      (kind_ == Kind::integer ? *this : later).integers_to_numbers();
    else if (one_of(Kind::words, Kind::text))
      (kind_ == Kind::words ? *this : later).words_to_text();
    else
      again_ = true;
  }
  if (again_) {
    size_ += later.size_;
    return forget();
  }
  if (later.kind_ == Kind::unknown && !forgets_) {
    for (int64_t i = 0; i < later.size_; ++i) add_missing();
    return;
  }
  const auto add = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  if (kind_ != Kind::number && kind_ != Kind::words && (!valid_.empty() || !later.valid_.empty())) {
    valid_.resize(static_cast<size_t>(size_), true);
    later.valid_.resize(static_cast<size_t>(later.size_), true);
    add(valid_, later.valid_);
  }
  add(numbers_, later.numbers_);
  add(integers_, later.integers_);
  if (kind_ == Kind::text) {
    const int64_t shift = offsets_.back();
    for (size_t i = 1; i < later.offsets_.size(); ++i) offsets_.push_back(shift + later.offsets_[i]);
  }
  add(bytes_, later.bytes_);
  size_ += later.size_;
  missing_ += later.missing_;
  if (kind_ != Kind::words) return;
  std::vector<int32_t> code_here;
  for (std::string& word : later.words_) {
    const auto [at, is_new] = code_of_.try_emplace(word, static_cast<int32_t>(words_.size()));
    if (is_new) words_.push_back(std::move(word));
    code_here.push_back(at->second);
  }
  for (const int32_t code : later.codes_) codes_.push_back(code < 0 ? code : code_here[static_cast<size_t>(code)]);
  if (!given_ && words_.size() > most_words) words_to_text();
}

void ColumnBuilder::forget() {
  forgets_ = true;
  numbers_ = {};
  integers_ = {};
  bytes_ = {};
  offsets_ = {0};
  codes_ = {};
  valid_ = {};
}

void ColumnBuilder::reserve(int64_t cells) {
  const auto size = static_cast<size_t>(cells);
  if (kind_ == Kind::number) numbers_.reserve(size);
  if (kind_ == Kind::integer || kind_ == Kind::date_time) integers_.reserve(size);
  if (kind_ == Kind::boolean) bytes_.reserve(size);
  if (kind_ == Kind::text) offsets_.reserve(size + 1);
  if (kind_ == Kind::words) codes_.reserve(size);
}

ColumnType ColumnBuilder::type() const {
  switch (kind_) {
    case Kind::integer:
      return ColumnType::integer;
    case Kind::boolean:
      return ColumnType::boolean;
    case Kind::date_time:
      return ColumnType::date_time;
    case Kind::text:
      return ColumnType::text;
    case Kind::words:
      return mostly_different_words() ? ColumnType::text : ColumnType::category;
    case Kind::unknown:
    case Kind::number:
      break;
  }
  return ColumnType::number;
}

bool ColumnBuilder::mostly_different_words() const {
  return !given_ && words_.size() > few_words && static_cast<int64_t>(words_.size()) * 2 > size_ - missing_;
}

void ColumnBuilder::restart() {
  *this = ColumnBuilder();
  kind_ = Kind::words;
}

Column ColumnBuilder::finish() {
  if (kind_ == Kind::words && mostly_different_words()) words_to_text();
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

void settle_type(const std::string& column, ColumnType found, std::map<std::string, ColumnType>& types) {
  ColumnType& type = types.try_emplace(column, found).first->second;
  if (type != ColumnType::image) type = found;  // of whole numbers that were told, some may be none
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
