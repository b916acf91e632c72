#include "plumb/task/table_bytes.h"

namespace plumb {

namespace {

double bytes_of(const Column& column) {
  const auto rows = static_cast<double>(column.size());
  double bytes = 0;
  switch (column.type()) {
    case ColumnType::number:
    case ColumnType::integer:
    case ColumnType::date_time:
      return 8 * rows;
    case ColumnType::boolean:
      return rows;
    case ColumnType::category:
      return 4 * rows;
    case ColumnType::text:
      for (int64_t row = 0; row < column.size(); ++row) bytes += static_cast<double>(column.text(row).size());
      return bytes + 8 * rows;
    case ColumnType::image:
      for (int64_t row = 0; row < column.size(); ++row) bytes += static_cast<double>(column.image(row).bytes.size());
      return bytes + 32 * rows;
    case ColumnType::list:
      for (int64_t row = 0; row < column.size(); ++row) bytes += 8 * static_cast<double>(column.list(row).size());
      return bytes + 8 * rows;
  }
  return bytes;
}

}  // namespace

double table_bytes(const Table& table) {
  double bytes = 0;
  for (const std::string& name : table.names()) bytes += bytes_of(table.at(name));
  return bytes;
}

}  // namespace plumb
