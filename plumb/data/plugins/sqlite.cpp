// Rows of an SQLite database, by libsqlite3.
#include "plumb/data/sqlite.h"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <numeric>

#include "plumb/core/parse.h"
#include "plumb/data/database_url.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

using Database = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

Database open(const std::string& path) {
  sqlite3* opened = nullptr;
  const int state = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  Database database(opened, sqlite3_close);
  if (state != SQLITE_OK) throw Error("{}: cannot be opened as an SQLite database: {}", path, sqlite3_errstr(state));
  sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, 1 << 28);
  return database;
}

Statement prepare(sqlite3* database, const std::string& path, const std::string& sql) {
  sqlite3_stmt* prepared = nullptr;
  const char* rest = nullptr;
  const int state = sqlite3_prepare_v2(database, sql.c_str(), static_cast<int>(sql.size()), &prepared, &rest);
  Statement statement(prepared, sqlite3_finalize);
  if (state == SQLITE_NOTADB) throw Error("{}: is no SQLite database", path);
  if (state == SQLITE_CORRUPT)
    throw Error("{}: the database is broken ({}); repair it", path, sqlite3_errmsg(database));
  if (state != SQLITE_OK) throw Error("{}: {}, in `{}`; correct the query", path, sqlite3_errmsg(database), sql);
  if (!statement) throw Error("{}: the query is empty; write e.g. `query: \"SELECT * FROM sales\"`", path);
  if (rest && !trimmed(rest).empty()) throw Error("{}: the query holds several statements; give one SELECT", path);
  if (sqlite3_stmt_readonly(prepared) == 0 || sqlite3_column_count(prepared) == 0)
    throw Error("{}: the query gives no rows; give a SELECT", path);
  return statement;
}

bool next(sqlite3* database, sqlite3_stmt* statement, const std::string& path) {
  const int state = sqlite3_step(statement);
  if (state == SQLITE_ROW) return true;
  if (state == SQLITE_DONE) return false;
  throw Error("{}: the database cannot be read on ({}); repair it", path, sqlite3_errmsg(database));
}

std::vector<std::string> tables_of(sqlite3* database, const std::string& path) {
  const Statement names = prepare(database, path,
                                  "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE "
                                  "'sqlite\\_%' ESCAPE '\\' ORDER BY name");
  std::vector<std::string> tables;
  while (next(database, names.get(), path))
    tables.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(names.get(), 0)));
  return tables;
}

std::string sql_of(const Sqlite& what, sqlite3* database) {
  if (!what.query.empty()) return what.query;
  const std::vector<std::string> tables = tables_of(database, what.path);
  if (what.table.empty()) {
    if (tables.size() == 1) return select_all(tables.front());
    throw Error("{}: has {}; say which with `table`, e.g. sqlite:///{}?table={}", what.path,
                tables.empty() ? "no tables" : "the tables " + join(tables), what.path,
                tables.empty() ? "sales" : tables.front());
  }
  for (const std::string& table : tables)
    if (lower(table) == lower(what.table)) return select_all(table);
  const std::string hint = did_you_mean(what.table, tables);
  throw Error("{}: has no table \"{}\"{}", what.path, what.table, hint.empty() ? "; there are " + join(tables) : hint);
}

/// A number as a CSV file would hold it: 2.0 stays one with a point, so that a column of REAL is one of numbers.
std::string text_of(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

/// The cells of one column.
class Cells {
 public:
  Cells(std::string name, std::string where, std::optional<ColumnType> type, const std::vector<std::string>& missing)
      : name_(std::move(name)), where_(std::move(where)), missing_(missing), builder_(type) {}

  void add(sqlite3_stmt* row, int column) {
    const int type = sqlite3_column_type(row, column);
    ++rows_;
    if (type == SQLITE_BLOB) return add_blob(row, column);
    if (type == SQLITE_NULL) {
      offsets_.push_back(static_cast<int64_t>(bytes_.size()));
      return builder_.add_missing();
    }
    if (blobs_ > 0) mixed();
    std::string_view text(reinterpret_cast<const char*>(sqlite3_column_text(row, column)),
                          static_cast<size_t>(sqlite3_column_bytes(row, column)));
    const std::string number = type == SQLITE_FLOAT ? text_of(sqlite3_column_double(row, column)) : "";
    if (type == SQLITE_FLOAT) text = number;
    offsets_.push_back(0);
    ++words_;
    if (text.empty() || std::find(missing_.begin(), missing_.end(), text) != missing_.end())
      return builder_.add_missing();
    if (!builder_.add(text))
      throw Error("{}: column \"{}\", row {}: \"{}\" does not fit the column's type; fix the cell", where_, name_,
                  rows_, text.substr(0, 60));
  }
  bool again() const { return builder_.again(); }
  void restart() {
    builder_.restart();
    offsets_.resize(1);
    rows_ = words_ = 0;
  }
  Column finish() {
    if (blobs_ == 0) return builder_.finish();
    std::vector<std::array<int64_t, 3>> shapes(offsets_.size() - 1, {0, 0, 0});
    return Column::images(std::move(bytes_), std::move(offsets_), std::move(shapes), valid());
  }

 private:
  void add_blob(sqlite3_stmt* row, int column) {
    if (words_ > 0) mixed();
    ++blobs_;
    const auto* bytes = static_cast<const uint8_t*>(sqlite3_column_blob(row, column));
    bytes_.insert(bytes_.end(), bytes, bytes + sqlite3_column_bytes(row, column));
    offsets_.push_back(static_cast<int64_t>(bytes_.size()));
    builder_.add_missing();
  }
  [[noreturn]] void mixed() const {
    throw Error("{}: column \"{}\", row {}: blobs stand among other cells; a column of blobs holds images alone",
                where_, name_, rows_);
  }
  std::vector<bool> valid() const {  // an image is never empty
    std::vector<bool> valid;
    for (size_t i = 0; i + 1 < offsets_.size(); ++i) valid.push_back(offsets_[i + 1] > offsets_[i]);
    return valid;
  }

  std::string name_, where_;
  const std::vector<std::string>& missing_;
  ColumnBuilder builder_;
  std::vector<uint8_t> bytes_;
  std::vector<int64_t> offsets_{0};
  int64_t rows_ = 0, blobs_ = 0, words_ = 0;
};

/// What is certain before the first cell: that words were told, or that the column was declared BOOLEAN.
std::optional<ColumnType> known_type(const ReadSettings& settings, const std::string& name, const char* declared) {
  if (const auto told = settings.types.find(name); told != settings.types.end()) {
    if (told->second == ColumnType::image) return ColumnType::text;
    if (told->second == ColumnType::text || told->second == ColumnType::category) return told->second;
  }
  if (declared && lower(declared).starts_with("bool")) return ColumnType::boolean;
  return {};
}

Table read(const Sqlite& what, const ReadSettings& settings) {
  const Database database = open(what.path);
  const Statement rows = prepare(database.get(), what.path, sql_of(what, database.get()));
  const int width = sqlite3_column_count(rows.get());
  std::vector<std::string> names;
  std::vector<Cells> columns;
  for (int c = 0; c < width; ++c) {
    names.emplace_back(sqlite3_column_name(rows.get(), c));
    if (std::count(names.begin(), names.end(), names.back()) > 1)
      throw Error("{}: two columns are called \"{}\"; rename one in the query with AS", what.path, names.back());
    columns.emplace_back(names.back(), what.path,
                         known_type(settings, names.back(), sqlite3_column_decltype(rows.get(), c)), settings.missing);
  }
  std::vector<size_t> wanted(columns.size());
  std::iota(wanted.begin(), wanted.end(), size_t{0});
  while (!wanted.empty()) {  // once, and once more for columns where words came after numbers
    while (next(database.get(), rows.get(), what.path))
      for (const size_t c : wanted) columns[c].add(rows.get(), static_cast<int>(c));
    sqlite3_reset(rows.get());
    std::erase_if(wanted, [&](size_t c) { return !columns[c].again(); });
    for (const size_t c : wanted) columns[c].restart();
  }
  Table table;
  for (size_t c = 0; c < columns.size(); ++c) table.set(names[c], columns[c].finish());
  return table;
}

}  // namespace
}  // namespace plumb

PLUMB_PLUGIN((plumb::SqlitePlugin{.read = plumb::read}))
