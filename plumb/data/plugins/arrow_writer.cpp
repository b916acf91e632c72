#include "plumb/data/plugins/arrow_writer.h"

#include <arrow/api.h>
#include <arrow/io/api.h>
#include <arrow/ipc/api.h>

#include <ostream>

#include "plumb/core/error.h"

namespace plumb {
namespace {

using Buffers = std::vector<std::shared_ptr<arrow::Buffer>>;

/// Memory of a column, which lives as long as this.
class Shared : public arrow::Buffer {
 public:
  template <class T>
  Shared(std::span<const T> values, const Column& column)
      : Buffer(reinterpret_cast<const uint8_t*>(values.data()), static_cast<int64_t>(values.size_bytes())),
        column_(column) {}

 private:
  Column column_;
};

template <class T>
std::shared_ptr<arrow::Buffer> shared(std::span<const T> values, const Column& column) {
  return std::make_shared<Shared>(values, column);
}

/// A bit a cell, the least first.
std::shared_ptr<arrow::Buffer> packed(int64_t cells, const auto& bit) {
  std::string bits(static_cast<size_t>((cells + 7) / 8), '\0');
  for (int64_t i = 0; i < cells; ++i)
    if (bit(i)) bits[static_cast<size_t>(i / 8)] = static_cast<char>(bits[static_cast<size_t>(i / 8)] | 1 << (i % 8));
  return arrow::Buffer::FromString(std::move(bits));
}

/// Nothing where no cell is missing.
std::shared_ptr<arrow::Buffer> bitmap(const Column& column) {
  if (column.missing_count() == 0) return nullptr;
  if (column.type() != ColumnType::number && column.type() != ColumnType::category)
    return shared(column.validity().bits(), column);
  return packed(column.size(), [&](int64_t row) { return !column.missing(row); });
}

std::shared_ptr<arrow::ArrayData> data_of(const Column& column);

std::shared_ptr<arrow::ArrayData> data_of(std::shared_ptr<arrow::DataType> type, const Column& column,
                                          const Buffers& buffers) {
  Buffers all{bitmap(column)};
  all.insert(all.end(), buffers.begin(), buffers.end());
  return arrow::ArrayData::Make(std::move(type), column.size(), std::move(all));
}

std::shared_ptr<arrow::ArrayData> lists(const Column& column) {
  const auto values = column.numbers();
  auto data = data_of(arrow::large_list(arrow::float64()), column, {shared(column.offsets(), column)});
  data->child_data = {
      arrow::ArrayData::Make(arrow::float64(), static_cast<int64_t>(values.size()), {nullptr, shared(values, column)})};
  return data;
}

std::shared_ptr<arrow::ArrayData> categories(const Column& column) {
  auto data = data_of(arrow::dictionary(arrow::int32(), arrow::large_utf8()), column, {shared(column.codes(), column)});
  data->dictionary = data_of(Column::texts({column.words().begin(), column.words().end()}));
  return data;
}

std::shared_ptr<arrow::ArrayData> data_of(const Column& column) {
  switch (column.type()) {
    case ColumnType::number:
      return data_of(arrow::float64(), column, {shared(column.numbers(), column)});
    case ColumnType::integer:
      return data_of(arrow::int64(), column, {shared(column.integers(), column)});
    case ColumnType::date_time:
      return data_of(arrow::timestamp(arrow::TimeUnit::MILLI), column, {shared(column.integers(), column)});
    case ColumnType::boolean:
      return data_of(arrow::boolean(), column, {packed(column.size(), [&, cells = column.booleans()](int64_t row) {
                       return cells[static_cast<size_t>(row)] != 0;
                     })});
    case ColumnType::category:
      return categories(column);
    case ColumnType::text:
      return data_of(arrow::large_utf8(), column, {shared(column.offsets(), column), shared(column.bytes(), column)});
    case ColumnType::list:
      return lists(column);
    case ColumnType::image:
      break;
  }
  for (int64_t row = 0; row < column.size(); ++row)
    if (!column.missing(row) && !column.image(row).encoded()) {
      std::vector<std::optional<std::string>> shown;
      for (int64_t i = 0; i < column.size(); ++i)
        shown.push_back(column.missing(i) ? std::nullopt : std::optional(column.shown(i)));
      return data_of(Column::texts(shown));
    }
  return data_of(arrow::large_binary(), column, {shared(column.offsets(), column), shared(column.bytes(), column)});
}

/// Arrow's word for where bytes go.
class Stream : public arrow::io::OutputStream {
 public:
  explicit Stream(std::ostream& out) : out_(out) {}
  arrow::Status Write(const void* data, int64_t bytes) override {
    out_.write(static_cast<const char*>(data), bytes);
    at_ += bytes;
    return arrow::Status::OK();  // whoever opened the stream looks whether it failed
  }
  arrow::Status Close() override { return arrow::Status::OK(); }
  arrow::Result<int64_t> Tell() const override { return at_; }
  bool closed() const override { return false; }

 private:
  std::ostream& out_;
  int64_t at_ = 0;
};

arrow::Status write(const Table& table, std::ostream& out) {
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  for (const std::string& name : table.names()) {
    arrays.push_back(arrow::MakeArray(data_of(table.at(name))));
    fields.push_back(arrow::field(name, arrays.back()->type()));
  }
  Stream stream(out);
  const auto batch = arrow::RecordBatch::Make(arrow::schema(fields), table.rows(), arrays);
  ARROW_ASSIGN_OR_RAISE(auto writer, arrow::ipc::MakeFileWriter(&stream, batch->schema()));
  ARROW_RETURN_NOT_OK(writer->WriteRecordBatch(*batch));
  return writer->Close();
}

}  // namespace

void write_ipc(const Table& table, std::ostream& out) {
  const arrow::Status status = write(table, out);
  if (!status.ok()) throw Error("the rows cannot be written as Arrow IPC ({})", status.message());
}

}  // namespace plumb
