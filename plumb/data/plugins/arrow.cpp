// Parquet and Arrow IPC files by Arrow C++. Columns are converted several at once (arrow_columns.h); those of a Parquet
// file are read so, too, one a thread: what Arrow decoded of one is given back before much of the others is there.
#include <arrow/api.h>
#include <arrow/io/api.h>
#include <arrow/ipc/api.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <numeric>
#include <set>

#include "plumb/core/error.h"
#include "plumb/core/parallel.h"
#include "plumb/data/arrow_plugin.h"
#include "plumb/data/plugins/arrow_columns.h"
#include "plumb/data/plugins/arrow_writer.h"

namespace plumb {
namespace {

using Cells = std::shared_ptr<arrow::ChunkedArray>;
using Opened = std::shared_ptr<arrow::io::RandomAccessFile>;

/// A file of hostile content, too: everything that Arrow says of it is one Error.
struct Input {
  Path file = {};
  const char* format = "";

  Error broken(std::string why) const {
    why = why.substr(0, why.find('\n'));
    return Error("{}: cannot be read as {} ({}); fetch or write it again", file.string(), format, why);
  }

  template <class Use>
  auto ask(const Use& use) const {
    try {
      auto result = use();
      if (!result.ok()) throw broken(result.status().message());
      return std::move(*result);
    } catch (const parquet::ParquetException& problem) {
      throw broken(problem.what());
    } catch (const std::bad_alloc&) {
      throw broken("it asks for more memory than there is");
    }
  }

  Opened open() const {
    return ask([&] { return arrow::io::ReadableFile::Open(file.string()); });
  }
};

/// Numbers take a thread about as long as each other, words and nested cells much longer: whoever begins with those
/// does not end with one thread at work.
bool takes_long(const arrow::DataType& type) { return !arrow::is_primitive(type.id()); }

/// Columns by their places in the schema, which are called as its fields; `cells_of` is asked from several threads.
Table table_of(const Input& input, const arrow::Schema& schema, const ReadSettings& settings,
               const std::function<Cells(int)>& cells_of) {
  std::set<std::string> names;
  std::vector<int> order;
  for (int c = 0; c < schema.num_fields(); ++c) {
    const std::string& name = schema.field(c)->name();
    if (name.starts_with("__index_level_")) continue;  // pandas' row numbers
    require(names.insert(name).second, "{}: two columns are called \"{}\"; rename one", input.file.string(), name);
    order.push_back(c);
  }
  std::vector<Column> columns(static_cast<size_t>(schema.num_fields()));
  const std::vector<int> places = order;
  std::stable_partition(order.begin(), order.end(), [&](int c) { return takes_long(*schema.field(c)->type()); });
  in_parallel(static_cast<int64_t>(order.size()), [&](int64_t i) {
    const int c = order[static_cast<size_t>(i)];
    const std::string where = fmt::format("{}: column \"{}\"", input.file.string(), schema.field(c)->name());
    columns[static_cast<size_t>(c)] = arrow_column(*cells_of(c), settings, where);
  });
  Table table;
  for (const int c : places) {
    Column& column = columns[static_cast<size_t>(c)];
    const std::string& name = schema.field(c)->name();
    if (c != places.front() && column.size() != table.rows())
      throw input.broken(
          fmt::format("Column {} named {} expected length {} but got length {}", c, name, table.rows(), column.size()));
    table.set(name, std::move(column));
  }
  return table;
}

using Reader = std::unique_ptr<parquet::arrow::FileReader>;

Reader parquet_reader(const Input& input) {
  return input.ask([&, in = input.open()]() -> arrow::Result<Reader> {
    parquet::arrow::FileReaderBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Open(in));
    parquet::ArrowReaderProperties properties;
    properties.set_use_threads(false);  // each column is read by a thread of ours
    properties.set_pre_buffer(false);   // it would hold the whole file
    return builder.properties(properties)->Build();
  });
}

/// The columns of the file that one field of the table is made of: several, where it is nested.
void add_leaves(const parquet::arrow::SchemaField& field, std::vector<int>& leaves) {
  if (field.is_leaf()) leaves.push_back(field.column_index);
  for (const parquet::arrow::SchemaField& child : field.children) add_leaves(child, leaves);
}

Table parquet_rows(const Input& input, parquet::arrow::FileReader& reader, const std::vector<int>& groups,
                   const ReadSettings& settings) {
  const auto schema = input.ask([&]() -> arrow::Result<std::shared_ptr<arrow::Schema>> {
    std::shared_ptr<arrow::Schema> found;
    ARROW_RETURN_NOT_OK(reader.GetSchema(&found));
    return found;
  });
  return table_of(input, *schema, settings, [&](int field) {
    return input.ask([&]() -> arrow::Result<Cells> {
      std::vector<int> leaves;
      add_leaves(reader.manifest().schema_fields[static_cast<size_t>(field)], leaves);
      ARROW_ASSIGN_OR_RAISE(const auto rows, reader.ReadRowGroups(groups, leaves));
      ARROW_RETURN_NOT_OK(rows->ValidateFull());
      if (rows->num_columns() != 1) return arrow::Status::Invalid("a field without columns");
      return rows->column(0);
    });
  });
}

Table read_parquet(const Path& file, const ReadSettings& settings) {
  const Input input{file, "Parquet"};
  const Reader reader = parquet_reader(input);
  std::vector<int> groups(static_cast<size_t>(reader->num_row_groups()));
  std::iota(groups.begin(), groups.end(), 0);
  return parquet_rows(input, *reader, groups, settings);
}

Table read_parquet_group(const Path& file, int group, const ReadSettings& settings) {
  const Input input{file, "Parquet"};
  return parquet_rows(input, *parquet_reader(input), {group}, settings);
}

std::vector<int64_t> parquet_groups(const Path& file) {
  const Input input{file, "Parquet"};
  return input.ask([&]() -> arrow::Result<std::vector<int64_t>> {
    const auto facts = parquet_reader(input)->parquet_reader()->metadata();
    std::vector<int64_t> rows;
    for (int group = 0; group < facts->num_row_groups(); ++group) rows.push_back(facts->RowGroup(group)->num_rows());
    return rows;
  });
}

arrow::Result<std::shared_ptr<arrow::Table>> ipc_rows(const Opened& in) {
  std::string head(6, '\0');
  ARROW_ASSIGN_OR_RAISE(const int64_t got, in->Read(6, head.data()));
  ARROW_RETURN_NOT_OK(in->Seek(0));
  auto options = arrow::ipc::IpcReadOptions::Defaults();
  options.ensure_alignment = arrow::ipc::Alignment::kDataTypeSpecificAlignment;  // columns are read as int64 and double
  std::shared_ptr<arrow::Table> table;
  if (got == 6 && head == "ARROW1") {
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchFileReader::Open(in, options));
    ARROW_ASSIGN_OR_RAISE(table, reader->ToTable());
  } else {
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::ipc::RecordBatchStreamReader::Open(in, options));
    ARROW_ASSIGN_OR_RAISE(table, reader->ToTable());
  }
  ARROW_RETURN_NOT_OK(table->ValidateFull());
  return table;
}

Table read_ipc(const Path& file, const ReadSettings& settings) {
  std::string head(4, '\0');
  std::ifstream(file, std::ios::binary).read(head.data(), 4);
  if (head == "FEA1") throw Error("{}: is of the old format Feather 1; write it again as Feather 2", file.string());
  const Input input{file, "Arrow IPC"};
  const auto rows = input.ask([&, in = input.open()] { return ipc_rows(in); });
  return table_of(input, *rows->schema(), settings, [&](int c) { return rows->column(c); });
}

}  // namespace
}  // namespace plumb

PLUMB_PLUGIN((plumb::ArrowPlugin{.read_parquet = plumb::read_parquet,
                                 .parquet_groups = plumb::parquet_groups,
                                 .read_parquet_group = plumb::read_parquet_group,
                                 .read_ipc = plumb::read_ipc,
                                 .write_ipc = plumb::write_ipc}))
