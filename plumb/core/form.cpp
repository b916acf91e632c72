#include "plumb/core/form.h"

namespace plumb {

std::string shown(const Entry& entry) {
  switch (entry.kind()) {
    case Entry::Kind::null:
      return "nothing";
    case Entry::Kind::list:
      return "a list";
    case Entry::Kind::map:
      return "a map of names";
    case Entry::Kind::text:
      return fmt::format("\"{}\"", entry.word().substr(0, 80));
    default:
      return entry.word().substr(0, 80);
  }
}

Entry schema_of(const char* type) {
  Entry schema = Entry::map();
  schema.set("type", Entry::text(type));
  return schema;
}

std::optional<bool> Form<bool>::read(const Entry& entry, Problems& problems) {
  if (entry.kind() == Entry::Kind::boolean) return entry.as_bool();
  problems.add(fmt::format("needs true or false, got {}", shown(entry)));
  return {};
}

std::optional<double> Form<double>::read(const Entry& entry, Problems& problems) {
  if (entry.kind() == Entry::Kind::number) return entry.as_double();
  // JSON has no words for these three, so states carry them as text.
  const std::string& word = entry.word();
  if (word == "nan") return NAN;
  if (word == "inf") return INFINITY;
  if (word == "-inf") return -INFINITY;
  problems.add(fmt::format("needs a number, got {}", shown(entry)));
  return {};
}

std::optional<int64_t> Form<int64_t>::read(const Entry& entry, Problems& problems) {
  const double value = entry.kind() == Entry::Kind::number ? entry.as_double() : NAN;
  if (value == std::floor(value) && std::abs(value) <= 9e15) return static_cast<int64_t>(value);
  problems.add(fmt::format("needs a whole number, got {}", shown(entry)));
  return {};
}

std::optional<std::string> Form<std::string>::read(const Entry& entry, Problems& problems) {
  if (entry.is_scalar()) return entry.word();  // `target: 1` names column "1"
  problems.add(fmt::format("needs text, got {}", shown(entry)));
  return {};
}

std::optional<Scalar> Form<Scalar>::read(const Entry& entry, Problems& problems) {
  switch (entry.kind()) {
    case Entry::Kind::null:
      return Scalar{};
    case Entry::Kind::boolean:
      return Scalar{entry.as_bool()};
    case Entry::Kind::text:
      return Scalar{entry.word()};
    case Entry::Kind::number: {
      const bool whole = entry.word().find_first_not_of("-0123456789") == std::string::npos && entry.word().size() < 19;
      if (whole) return Scalar{static_cast<int64_t>(std::stoll(entry.word()))};
      return Scalar{entry.as_double()};
    }
    default:
      problems.add(fmt::format("needs one value, got {}", shown(entry)));
      return {};
  }
}

Entry Form<Scalar>::write(const Scalar& value) {
  if (const auto* word = std::get_if<std::string>(&value)) return Entry::text(*word);
  if (const auto* flag = std::get_if<bool>(&value)) return Entry::boolean(*flag);
  if (const auto* whole = std::get_if<int64_t>(&value)) return Entry::number(*whole);
  if (const auto* real = std::get_if<double>(&value)) {
    Entry entry = Entry::number(*real);
    // 3.0 must read back as a real number, not as 3.
    return entry.word().find_first_not_of("-0123456789") == std::string::npos
               ? Entry::scalar(entry.word() + ".0", false)
               : entry;
  }
  return {};
}

Entry Form<Scalar>::schema() {
  Entry schema = Entry::map(), types = Entry::list();
  for (const char* type : {"number", "string", "boolean", "null"}) types.push(Entry::text(type));
  schema.set("type", types);
  return schema;
}

}  // namespace plumb
