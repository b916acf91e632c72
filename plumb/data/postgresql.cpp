#include "plumb/data/postgresql.h"

#include <cstdlib>

#include "plumb/data/database_url.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Postgresql>();

/// A word as a part of a URL: what has a meaning there is written as %XX.
std::string encoded(const std::string& word) {
  std::string text;
  for (const char c : word) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-_.~").find(c) != std::string_view::npos;
    text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return text;
}

std::string with_environment(const std::string& url) {
  std::string text;
  size_t from = 0;
  for (size_t open; (open = url.find("${", from)) != std::string::npos;) {
    const size_t close = url.find('}', open);
    if (close == std::string::npos) break;
    const std::string name = url.substr(open + 2, close - open - 2);
    const char* value = std::getenv(name.c_str());
    if (!value) throw Error("{}: ${{{}}} is not set; write `export {}=…` before plumb", url, name, name);
    text += url.substr(from, open - from) + encoded(value);
    from = close + 1;
  }
  return text + url.substr(from);
}

/// The password that a URL writes out, between "user:" and "@" or as a parameter; "" where it names a variable or none.
std::string written_password(const std::string& url) {
  std::string password = take_parameters(url, {"password"}).taken["password"];
  const size_t begin = std::min(url.find("://"), url.size() - 3) + 3;
  const std::string user = url.substr(begin, url.find_first_of("/?", begin) - begin);
  if (const size_t at = user.rfind('@'), colon = user.find(':'); at != std::string::npos && colon < at)
    password = user.substr(colon + 1, at - colon - 1);
  return password.starts_with("${") ? "" : password;
}

bool is_ours(const std::string& url) { return scheme_of(url) == "postgresql" || scheme_of(url) == "postgres"; }

}  // namespace

void Postgresql::check(Problems& problems) const {
  if (!is_ours(url)) {
    problems.add("url", "must begin with postgresql://, e.g. postgresql://me@localhost/shop");
    return;
  }
  if (!written_password(url).empty())
    problems.add("url",
                 "writes a password out, and a run keeps its task file; write ${NAME} in its place and set NAME in the "
                 "environment, or use PGPASSWORD or ~/.pgpass");
  if (!table.empty() && !query.empty()) problems.add("query", "does not go with `table`; remove one of them");
  if (table.empty() && query.empty()) problems.add("query", "needs SQL, e.g. \"SELECT * FROM sales\", or a `table`");
}

ReadResult Postgresql::read(const ReadSettings& settings) const {
  const std::string sql = query.empty() ? select_all(table) : query;
  return as_told(plugin<PostgresqlPlugin>().read(with_environment(url), url, sql, settings), url, settings);
}

bool Postgresql::recognises(const std::string& path) { return is_ours(path); }

Postgresql Postgresql::from_path(const std::string& path) {
  TakenParameters url = take_parameters(path, {"table", "query"});
  Postgresql reader{.url = url.rest, .table = url.taken["table"], .query = url.taken["query"]};
  Problems problems;
  reader.check(problems);
  problems.raise();
  return reader;
}

}  // namespace plumb
