#include "plumb/data/database_url.h"

#include <algorithm>

#include "plumb/core/parse.h"

namespace plumb {
namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char small = static_cast<char>(c | 0x20);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      plain += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      plain += text[i] == '+' ? ' ' : text[i];
    }
  }
  return plain;
}

}  // namespace

std::string scheme_of(const std::string& path) {
  const size_t end = path.find("://");
  return end == std::string::npos ? "" : lower(path.substr(0, end));
}

TakenParameters take_parameters(const std::string& url, const std::vector<std::string>& names) {
  const size_t mark = url.find('?');
  TakenParameters result{.rest = url.substr(0, mark)};
  char between = '?';
  for (size_t at = mark; at < url.size();) {
    const size_t end = std::min(url.find('&', at + 1), url.size());
    const std::string one = url.substr(at + 1, end - at - 1);
    const size_t equals = std::min(one.find('='), one.size());
    const std::string name = one.substr(0, equals);
    if (std::find(names.begin(), names.end(), name) != names.end())
      result.taken[name] = decoded(std::string_view(one).substr(std::min(equals + 1, one.size())));
    else if (!one.empty())
      result.rest += between + one, between = '&';
    at = end;
  }
  return result;
}

std::string select_all(const std::string& table) {
  std::string quoted;
  for (const char c : table) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return "SELECT * FROM \"" + quoted + "\"";
}

}  // namespace plumb
