// Rows of a PostgreSQL database, by libpq: one pass, row by row, so that the answer lies in memory once.
#include "plumb/data/postgresql.h"

#include <postgresql/libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>

#include "plumb/core/parse.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

using Connection = std::unique_ptr<PGconn, void (*)(PGconn*)>;
using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

/// libpq's messages end with a line feed, and may have more lines that explain.
std::string first_line(const char* message) {
  const std::string_view text = trimmed(message);
  return std::string(text.substr(0, text.find('\n')));
}

Connection connect(const std::string& url, const std::string& shown) {
  const char* keywords[] = {"connect_timeout", "application_name", "dbname", nullptr};
  const char* values[] = {"10", "plumb", url.c_str(), nullptr};
  Connection connection(PQconnectdbParams(keywords, values, 1), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK)
    throw Error("{}: no connection: {}", shown, first_line(PQerrorMessage(connection.get())));
  return connection;
}

void run(PGconn* connection, const std::string& shown, const char* sql) {
  const Result result(PQexec(connection, sql), PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
    throw Error("{}: {}, in `{}`", shown, first_line(PQresultErrorMessage(result.get())), sql);
}

/// Types of the server that are no words (catalog/pg_type.dat).
enum ServerType : Oid {
  boolean = 16,
  bytea = 17,
  int8 = 20,
  int2 = 21,
  int4 = 23,
  float4 = 700,
  float8 = 701,
  date = 1082,
  timestamp = 1114,
  timestamptz = 1184,
  numeric = 1700,
  int2s = 1005,
  int4s = 1007,
  int8s = 1016,
  float4s = 1021,
  float8s = 1022,
  numerics = 1231
};

class Cells {
 public:
  Cells(Oid type, std::string where, const std::vector<std::string>& missing)
      : type_(type), where_(std::move(where)), words_(missing) {}

  void add(const char* cell, size_t size) {
    ++rows_;
    const std::string_view text(cell ? cell : "", size);
    present_ += cell != nullptr;
    switch (type_) {
      case boolean:
        bytes_.push_back(text == "t");
        break;
      case int2:
      case int4:
      case int8:
        integers_.push_back(cell ? value(parse_integer(text), text) : 0);
        break;
      case float4:
      case float8:
      case numeric:
        numbers_.push_back(cell ? number(text) : NAN);
        break;
      case date:
      case timestamp:
      case timestamptz:  // the session's zone is UTC
        integers_.push_back(cell ? value(parse_date_time(text.substr(0, text.find('+'))), text) : 0);
        break;
      case bytea:
        add_bytes(text);
        break;
      case int2s:
      case int4s:
      case int8s:
      case float4s:
      case float8s:
      case numerics:
        add_list(text);
        break;
      default:
        return cell ? words_.add(text) : words_.add_missing();
    }
    valid_.push_back(cell != nullptr);
  }

  Column finish() {
    if (present_ == rows_) valid_.clear();
    switch (type_) {
      case boolean:
        return Column::booleans(std::move(bytes_), std::move(valid_));
      case int2:
      case int4:
      case int8:
        return Column::integers(std::move(integers_), std::move(valid_));
      case float4:
      case float8:
      case numeric:
        return Column::numbers(std::move(numbers_));
      case date:
      case timestamp:
      case timestamptz:
        return Column::date_times(std::move(integers_), std::move(valid_));
      case bytea: {
        std::vector<std::array<int64_t, 3>> shapes(offsets_.size() - 1, {0, 0, 0});
        return Column::images(std::move(bytes_), std::move(offsets_), std::move(shapes), std::move(valid_));
      }
      case int2s:
      case int4s:
      case int8s:
      case float4s:
      case float8s:
      case numerics:
        return Column::lists(std::move(numbers_), std::move(offsets_), std::move(valid_));
      default:
        return words_.finish();
    }
  }

 private:
  template <class T>
  T value(const std::optional<T>& parsed, std::string_view text) const {
    if (parsed) return *parsed;
    throw Error("{}, row {}: \"{}\" cannot be read; leave the row out in the query", where_, rows_, text.substr(0, 60));
  }
  double number(std::string_view text) const {
    if (text == "Infinity") return INFINITY;
    if (text == "-Infinity") return -INFINITY;
    return value(parse_number(text), text);
  }
  /// "\x89504e": two digits a byte.
  void add_bytes(std::string_view hex) {
    for (size_t i = 2; i + 1 < hex.size(); i += 2) {
      uint8_t byte = 0;
      std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
      bytes_.push_back(byte);
    }
    offsets_.push_back(static_cast<int64_t>(bytes_.size()));
  }
  /// "{1,2.5,NULL}"
  void add_list(std::string_view list) {
    if (list.find('{', 1) != std::string_view::npos)
      throw Error("{}, row {}: an array of arrays; only lists of numbers are read", where_, rows_);
    for (size_t at = 1; at + 1 < list.size();) {
      const size_t end = std::min(list.find_first_of(",}", at), list.size());
      const std::string_view item = list.substr(at, end - at);
      numbers_.push_back(item == "NULL" ? NAN : number(item));
      at = end + 1;
    }
    offsets_.push_back(static_cast<int64_t>(numbers_.size()));
  }

  Oid type_;
  std::string where_;
  WordColumn words_;
  std::vector<int64_t> integers_, offsets_{0};
  std::vector<double> numbers_;
  std::vector<uint8_t> bytes_;
  std::vector<bool> valid_;
  int64_t rows_ = 0, present_ = 0;
};

struct Rows {
  std::vector<std::string> names;
  std::vector<Cells> columns;
};

void begin(Rows& rows, const PGresult* result, const std::string& shown, const ReadSettings& settings) {
  for (int c = 0; c < PQnfields(result); ++c) {
    rows.names.emplace_back(PQfname(result, c));
    if (std::count(rows.names.begin(), rows.names.end(), rows.names.back()) > 1)
      throw Error("{}: two columns are called \"{}\"; rename one in the query with AS", shown, rows.names.back());
    rows.columns.emplace_back(PQftype(result, c), fmt::format("{}: column \"{}\"", shown, rows.names.back()),
                              settings.missing);
  }
}

Table read(const std::string& url, const std::string& shown, const std::string& query, const ReadSettings& settings) {
  const Connection connection = connect(url, shown);
  // Cells as text that is read back exactly, and the same order of the same rows from one time to the next.
  for (const char* sql :
       {"SET datestyle = 'ISO, YMD'", "SET timezone = 'UTC'", "SET extra_float_digits = 3", "SET bytea_output = 'hex'",
        "SET synchronize_seqscans = off", "SET max_parallel_workers_per_gather = 0", "BEGIN READ ONLY"})
    run(connection.get(), shown, sql);
  if (PQsendQueryParams(connection.get(), query.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 0 ||
      PQsetSingleRowMode(connection.get()) == 0)
    throw Error("{}: {}", shown, first_line(PQerrorMessage(connection.get())));
  Rows rows;
  while (const Result result{PQgetResult(connection.get()), PQclear}) {
    const ExecStatusType state = PQresultStatus(result.get());
    if (state != PGRES_SINGLE_TUPLE && state != PGRES_TUPLES_OK)
      throw Error("{}: {}, in `{}`; correct the query", shown,
                  state == PGRES_COMMAND_OK ? "it gives no rows" : first_line(PQresultErrorMessage(result.get())),
                  query);
    if (rows.names.empty()) begin(rows, result.get(), shown, settings);
    for (int row = 0; row < PQntuples(result.get()); ++row)
      for (int c = 0; c < PQnfields(result.get()); ++c) {
        const bool gap = PQgetisnull(result.get(), row, c) != 0;
        rows.columns[static_cast<size_t>(c)].add(gap ? nullptr : PQgetvalue(result.get(), row, c),
                                                 static_cast<size_t>(PQgetlength(result.get(), row, c)));
      }
  }
  Table table;
  for (size_t c = 0; c < rows.columns.size(); ++c) table.set(rows.names[c], rows.columns[c].finish());
  require(table.rows() > 0, "{}: `{}` gives no rows", shown, query);
  return table;
}

}  // namespace
}  // namespace plumb

PLUMB_PLUGIN((plumb::PostgresqlPlugin{.read = plumb::read}))
