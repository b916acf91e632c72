// JSON in and out of entries. The only file that includes the JSON library.
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "plumb/core/entry.h"
#include "plumb/core/error.h"

namespace plumb {
namespace {

constexpr int deepest = 200;  // files come from outside: bound the recursion

/// Builds the tree while the library parses: numbers keep their text.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(std::string file) : file_(std::move(file)) {}
  Entry root;

  bool null() override { return add({}); }
  bool boolean(bool value) override { return add(Entry::boolean(value)); }
  bool number_integer(number_integer_t value) override { return add(Entry::number(int64_t{value})); }
  bool number_unsigned(number_unsigned_t value) override {
    return add(value <= INT64_MAX ? Entry::number(static_cast<int64_t>(value))
                                  : Entry::number(static_cast<double>(value)));
  }
  bool number_float(number_float_t value, const string_t&) override { return add(Entry::number(value)); }
  bool string(string_t& value) override { return add(Entry::text(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(size_t) override { return open(Entry::map()); }
  bool key(string_t& name) override {
    names_.back() = name;
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(size_t) override { return open(Entry::list()); }
  bool end_array() override { return close(); }
  bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception& problem) override {
    int line = 0, column = 0, length = 0;
    // "[json.exception.parse_error.101] parse error at line 1, column 7: syntax error while …"
    const std::string words = problem.what();
    const size_t place = words.find("line ");
    if (place == std::string::npos ||
        std::sscanf(words.c_str() + place, "line %d, column %d: %n", &line, &column, &length) != 2)
      throw Error("{}: not valid JSON at byte {}: {}", file_, position, words);
    throw Error("{}:{}:{}: not valid JSON: {}", file_, line, column, words.substr(place + static_cast<size_t>(length)));
  }

 private:
  bool add(Entry value) {
    if (open_.empty())
      root = std::move(value);
    else if (open_.back().is_map())
      open_.back().set(names_.back(), std::move(value));
    else
      open_.back().push(std::move(value));
    return true;
  }
  bool open(Entry container) {
    require(open_.size() < deepest, "{}: nested more than {} deep", file_, deepest);
    open_.push_back(std::move(container));
    names_.emplace_back();
    return true;
  }
  bool close() {
    Entry done = std::move(open_.back());
    open_.pop_back();
    names_.pop_back();
    return add(std::move(done));
  }

  std::string file_;
  std::vector<Entry> open_;
  std::vector<std::string> names_;
};

void write_text(const std::string& word, std::string& out) {
  const auto plain = [](char c) { return c >= ' ' && c < 0x7F && c != '"' && c != '\\'; };
  if (std::all_of(word.begin(), word.end(), plain))  // nearly all; the library takes its time
    out.append(1, '"').append(word).append(1, '"');
  else
    out += nlohmann::json(word).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
bool is_json_number(std::string_view word) {
  const auto take = [&](std::string_view one_of) {
    const bool there = !word.empty() && one_of.find(word.front()) != std::string_view::npos;
    if (there) word.remove_prefix(1);
    return there;
  };
  const auto digits = [&] {
    const size_t before = word.size();
    while (take("0123456789")) {
    }
    return word.size() < before;
  };
  take("-");
  if (!take("0") && !digits()) return false;
  if (take(".") && !digits()) return false;
  if (take("eE")) {
    take("+-");
    if (!digits()) return false;
  }
  return word.empty();
}

bool fits_a_line(const Entry& entry) {
  if (entry.is_map()) return entry.fields().empty();
  for (const Entry& item : entry.items())
    if (!item.is_scalar() && !item.is_null()) return false;
  return true;
}

/// YAML allows what JSON does not: +1, .5, 1., and numbers that JSON has no word for; a string keeps those.
std::string number_text(const Entry& entry) {
  const std::string& word = entry.word();
  if (word == "nan" || word == ".nan") return "\"nan\"";
  if (word == "inf" || word == ".inf") return "\"inf\"";
  if (word == "-inf" || word == "-.inf") return "\"-inf\"";
  return is_json_number(word) ? word : shortest(entry.as_double());
}

void write_scalar(const Entry& entry, std::string& out) {
  if (entry.is_null())
    out += "null";
  else if (entry.kind() == Entry::Kind::text)
    write_text(entry.word(), out);
  else
    out += entry.kind() == Entry::Kind::number ? number_text(entry) : entry.word();
}

void write(const Entry& entry, int indent, int depth, std::string& out) {
  const bool flat = indent < 0 || fits_a_line(entry);
  const auto line = [&](int level) {
    if (!flat) out.append(1, '\n').append(static_cast<size_t>(level * indent), ' ');
  };
  const auto each = [&](const auto& parts, char open, char close, const auto& one) {
    out += open;
    bool first = true;
    for (const auto& part : parts) {
      if (!first) out += flat ? ", " : ",";
      first = false;
      line(depth + 1);
      one(part);
    }
    if (!first) line(depth);
    out += close;
  };
  if (entry.is_map())
    each(entry.fields(), '{', '}', [&](const Entry::Field& field) {
      write_text(field.name, out);
      out += ": ";
      write(field.value, indent, depth + 1, out);
    });
  else if (entry.is_list())
    each(entry.items(), '[', ']', [&](const Entry& item) { write(item, indent, depth + 1, out); });
  else
    write_scalar(entry, out);
}

}  // namespace

Entry parse_json(std::string_view json, const std::string& file) {
  Builder builder(file);
  nlohmann::json::sax_parse(json, &builder);
  builder.root.mark.file = std::make_shared<const std::string>(file);
  return std::move(builder.root);
}

std::string to_json(const Entry& entry, int indent) {
  std::string out;
  write(entry, indent, 0, out);
  return out;
}

}  // namespace plumb
