// YAML out of entries: block style, one scalar or short list a line. Reading is the task folder's, with marks.
#include <cctype>

#include "plumb/core/entry.h"

namespace plumb {
namespace {

bool needs_quotes(const std::string& word) {
  if (word.empty() || Entry::scalar(word, false).kind() != Entry::Kind::text) return true;
  if (std::isspace(static_cast<unsigned char>(word.front())) || std::isspace(static_cast<unsigned char>(word.back())))
    return true;
  static const std::string indicators = "-?:,[]{}#&*!|>'\"%@`=";
  if (indicators.find(word.front()) != std::string::npos) return true;
  static const std::string reserved[] = {"yes", "no", "on", "off", "y", "n", "True", "False", "Null", "NULL", "<<"};
  for (const std::string& other : reserved)
    if (word == other) return true;
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (static_cast<unsigned char>(c) < 32 || c == 127) return true;
    if (std::string("[]{},").find(c) != std::string::npos) return true;  // would end a flow list
    if (c == ':' && (i + 1 == word.size() || word[i + 1] == ' ')) return true;
    if (c == '#' && i > 0 && word[i - 1] == ' ') return true;
  }
  return false;
}

std::string scalar_text(const Entry& entry) {
  if (entry.is_null()) return "null";
  if (entry.kind() != Entry::Kind::text) {
    if (entry.word() == "nan" || entry.word() == "inf") return "." + entry.word();
    return entry.word() == "-inf" ? "-.inf" : entry.word();
  }
  return needs_quotes(entry.word()) ? to_json(entry, -1) : entry.word();
}

bool flat(const Entry& entry) {
  if (entry.is_map()) return entry.fields().empty();
  if (entry.is_list())
    for (const Entry& item : entry.items())
      if (item.is_map() || item.is_list()) return false;
  return true;
}

std::string flat_text(const Entry& entry) {
  if (entry.is_map()) return "{}";
  if (!entry.is_list()) return scalar_text(entry);
  std::string out = "[";
  for (const Entry& item : entry.items()) out += (out.size() > 1 ? ", " : "") + scalar_text(item);
  return out + "]";
}

void write(const Entry& entry, int depth, std::string& out, bool inline_first) {
  const std::string pad(static_cast<size_t>(depth) * 2, ' ');
  bool first = inline_first;  // a map inside a list begins on the dash's line
  const auto lead = [&] {
    if (!first) out += pad;
    first = false;
  };
  for (const Entry::Field& field : entry.fields()) {
    lead();
    out += needs_quotes(field.name) ? to_json(Entry::text(field.name), -1) : field.name;
    if (flat(field.value)) {
      out += ": " + flat_text(field.value) + "\n";
    } else {
      out += ":\n";
      write(field.value, depth + 1, out, false);
    }
  }
  for (const Entry& item : entry.items()) {
    lead();
    out += "- ";
    if (flat(item))
      out += flat_text(item) + "\n";
    else
      write(item, depth + 1, out, true);
  }
}

}  // namespace

std::string to_yaml(const Entry& entry) {
  if (flat(entry)) return flat_text(entry) + "\n";
  std::string out;
  write(entry, 0, out, false);
  return out;
}

}  // namespace plumb
