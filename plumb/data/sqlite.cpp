#include "plumb/data/sqlite.h"

#include "plumb/data/database_url.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Sqlite>();

}  // namespace

void Sqlite::check(Problems& problems) const {
  if (!table.empty() && !query.empty()) problems.add("query", "does not go with `table`; remove one of them");
}

ReadResult Sqlite::read(const ReadSettings& settings) const {
  return read_files({path}, settings, [this](const Path& file, const ReadSettings& told) {
    return plugin<SqlitePlugin>().read({.path = file.string(), .table = table, .query = query}, told);
  });
}

bool Sqlite::recognises(const std::string& path) {
  return scheme_of(path) == name || ends_with_one_of(path, {".db", ".sqlite", ".sqlite3"});
}

Sqlite Sqlite::from_path(const std::string& path) {
  if (scheme_of(path) != name) return {.path = path};
  TakenParameters url = take_parameters(path, {"table", "query"});
  const std::string file = url.rest.substr(std::string("sqlite://").size());
  if (!file.starts_with('/') || file.size() < 2 || file.find('?') != std::string::npos)
    throw Error(
        "{}: needs three slashes and a path, and takes `table` or `query`, e.g. sqlite:///houses.db?table=sales", path);
  return {.path = file.substr(1), .table = url.taken["table"], .query = url.taken["query"]};
}

}  // namespace plumb
