#pragma once

#include "plumb/core/file_path.h"
#include "plumb/core/plugin.h"
#include "plumb/data/source.h"

namespace plumb {

/// A table of an SQLite database, or what a query gives.
///
///     data: sqlite:///houses.db?table=sales                    # three slashes, then the path
///     data: {sqlite: {path: houses.db, query: "SELECT * FROM sales WHERE year > 2010"}}
///
/// SQLite's cells have types, its columns do not: so a column's type follows from all its cells, as in a CSV file
/// (column_builder.h); columns declared BOOLEAN are that, and blobs are encoded images. Rows come in the order in which
/// they lie in the table, unless the query says another. The database is opened for reading only. Where it has one
/// table alone, nothing must be named.
struct Sqlite {
  FilePath path = {};
  std::string table = {};
  std::string query = {};

  static constexpr auto name = "sqlite";
  static constexpr auto summary = "A table or query of an SQLite database.";
  static constexpr auto example = "sqlite: {path: houses.db, table: sales}";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "File of the database.", required);
    field("table", self.table, "The table or view whose rows are read.");
    field("query", self.query, "SQL that gives the rows, instead of `table`.");
  }
  void check(Problems& problems) const;
  ReadResult read(const ReadSettings& settings) const;
  static bool recognises(const std::string& path);
  static Sqlite from_path(const std::string& path);
};

/// What libplumb_sqlite.so brings: the rows of a database.
struct SqlitePlugin {
  static constexpr auto name = "sqlite";
  static constexpr auto for_what = "SQLite databases";
  Table (*read)(const Sqlite& what, const ReadSettings& settings) = nullptr;
};

}  // namespace plumb
