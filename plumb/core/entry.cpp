#include "plumb/core/entry.h"

#include <array>
#include <charconv>
#include <cmath>

#include "plumb/core/error.h"

namespace plumb {

std::string Mark::text() const {
  if (!file) return "";
  return line > 0 ? fmt::format("{}:{}:{}", *file, line, column) : *file;
}

// Here, where Field is complete: not every compiler looks that far ahead.
Entry::Entry() = default;
Entry::Entry(const Entry&) = default;
Entry::Entry(Entry&&) noexcept = default;
Entry& Entry::operator=(const Entry&) = default;
Entry& Entry::operator=(Entry&&) noexcept = default;
Entry::~Entry() = default;

Entry Entry::boolean(bool value) {
  Entry e;
  e.kind_ = Kind::boolean;
  e.word_ = value ? "true" : "false";
  return e;
}

Entry Entry::number(double value) {
  Entry e;
  e.kind_ = Kind::number;
  e.word_ = shortest(value);
  return e;
}

Entry Entry::number(int64_t value) {
  Entry e;
  e.kind_ = Kind::number;
  e.word_ = std::to_string(value);
  return e;
}

Entry Entry::text(std::string value) {
  Entry e;
  e.kind_ = Kind::text;
  e.word_ = std::move(value);
  return e;
}

Entry Entry::list(std::vector<Entry> items) {
  Entry e;
  e.kind_ = Kind::list;
  e.items_ = std::move(items);
  return e;
}

Entry Entry::map() {
  Entry e;
  e.kind_ = Kind::map;
  return e;
}

Entry Entry::scalar(std::string word, bool quoted) {
  if (quoted) return text(std::move(word));
  if (word.empty() || word == "~" || word == "null") return {};
  if (word == "true" || word == "false") return boolean(word == "true");
  Entry e = text(std::move(word));
  const double value = e.as_double();
  // YAML writes .inf and .nan; a bare "nan" or "inf" stays a word.
  const bool special = e.word_ == ".inf" || e.word_ == "-.inf" || e.word_ == ".nan";
  if (special || (!std::isnan(value) && !std::isinf(value))) e.kind_ = Kind::number;
  return e;
}

double Entry::as_double() const {
  if (word_ == ".inf" || word_ == "inf") return INFINITY;
  if (word_ == "-.inf" || word_ == "-inf") return -INFINITY;
  const char* begin = word_.data();
  const char* end = begin + word_.size();
  if (begin != end && *begin == '+') ++begin;
  double value = 0;
  const auto [stop, problem] = std::from_chars(begin, end, value);
  return problem == std::errc() && stop == end ? value : NAN;
}

const Entry* Entry::find(std::string_view name) const {
  for (const Field& field : fields_)
    if (field.name == name) return &field.value;
  return nullptr;
}

Entry* Entry::find(std::string_view name) { return const_cast<Entry*>(std::as_const(*this).find(name)); }

const Entry& Entry::at(std::string_view name) const {
  if (const Entry* found = find(name)) return *found;
  throw Error("{}: \"{}\" is missing", mark.text().empty() ? "entry" : mark.text(), name);
}

void Entry::set(std::string_view name, Entry value) {
  kind_ = Kind::map;
  if (Entry* found = find(name))
    *found = std::move(value);
  else
    fields_.push_back({std::string(name), std::move(value)});
}

void Entry::append(Field field) {
  kind_ = Kind::map;
  fields_.push_back(std::move(field));
}

void Entry::erase(std::string_view name) {
  std::erase_if(fields_, [&](const Field& field) { return field.name == name; });
}

bool Entry::operator==(const Entry& other) const {
  if (kind_ != other.kind_ || word_ != other.word_ || items_ != other.items_) return false;
  if (fields_.size() != other.fields_.size()) return false;
  for (size_t i = 0; i < fields_.size(); ++i)
    if (fields_[i].name != other.fields_[i].name || !(fields_[i].value == other.fields_[i].value)) return false;
  return true;
}

namespace {

template <class Real>
std::string shortest_text(Real value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  std::array<char, 32> digits{};
  const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return {digits.data(), result.ptr};
}

}  // namespace

std::string shortest(double value) { return shortest_text(value); }
std::string shortest(float value) { return shortest_text(value); }

}  // namespace plumb
