#pragma once

#include "plumb/core/plugin.h"
#include "plumb/data/source.h"

namespace plumb {

/// A table of a PostgreSQL database, or what a query gives.
///
///     data: postgresql://me@db.example.com/shop?table=sales
///     data: {postgresql: {url: "postgresql://me:${SHOP_PASSWORD}@localhost/shop",
///                         query: "SELECT * FROM sales ORDER BY id"}}
///
/// Types are the server's; numeric is a number, bytea an encoded image, arrays of numbers lists, and what is no number,
/// truth value, date or image is words. The query runs in a transaction that can only read. SQL promises an order of
/// rows only where a query says one (ORDER BY), and the division into train, valid and test follows from the order.
///
/// Passwords: libpq's own ways hold (PGPASSWORD, ~/.pgpass, a service file), or `${NAME}`, which stays a name in
/// everything that a run keeps. One that is written out is refused, since a run keeps its task file.
struct Postgresql {
  std::string url = {};
  std::string table = {};
  std::string query = {};

  static constexpr auto name = "postgresql";
  static constexpr auto summary = "A table or query of a PostgreSQL database.";
  static constexpr auto example = "postgresql: {url: \"postgresql://me@localhost/shop\", query: SELECT * FROM sales}";
  static void describe(auto& self, auto& field) {
    field("url", self.url, "Where the database is, as libpq reads it; `${NAME}` is replaced when it is read.",
          required);
    field("table", self.table, "The table or view whose rows are read.");
    field("query", self.query, "SQL that gives the rows, instead of `table`.");
  }
  void check(Problems& problems) const;
  ReadResult read(const ReadSettings& settings) const;
  static bool recognises(const std::string& path);
  static Postgresql from_path(const std::string& path);
};

/// What libplumb_postgresql.so brings: the rows of a query. `shown`: the URL as messages may show it.
struct PostgresqlPlugin {
  static constexpr auto name = "postgresql";
  static constexpr auto for_what = "PostgreSQL databases";
  Table (*read)(const std::string& url, const std::string& shown, const std::string& query,
                const ReadSettings& settings) = nullptr;
};

}  // namespace plumb
