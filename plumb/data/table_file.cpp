#include "plumb/data/table_file.h"

#include <bit>
#include <cstring>
#include <fstream>

#include "plumb/core/describe.h"
#include "plumb/core/hash.h"

namespace plumb {
namespace {

constexpr std::string_view magic = "PLUMBTB1";

/// What the header says of a column.
struct Filed {
  std::string name = {};
  ColumnType type = ColumnType::number;
  std::vector<std::string> words = {};
  std::vector<int64_t> sizes = {};  // of the buffers, in bytes
  std::vector<std::string> hashes = {};
  static void describe(auto& self, auto& field) {
    field("name", self.name, "Name.");
    field("type", self.type, "Type of the cells.");
    field("words", self.words, "Words of a category, in code order.");
    field("sizes", self.sizes, "Bytes of its buffers.");
    field("hashes", self.hashes, "Hashes of its buffers.");
  }
};

struct Header {
  int64_t rows = 0;
  std::vector<Filed> columns = {};
  static void describe(auto& self, auto& field) {
    field("rows", self.rows, "Rows of the table.");
    field("columns", self.columns, "Columns, in order.");
  }
};

/// The buffers of a column; what is not in the column as it is to be written is kept alive here.
struct Buffers {
  std::vector<std::pair<const void*, size_t>> parts;
  std::string text;
  std::vector<int64_t> offsets;
  std::vector<uint8_t> valid;

  explicit Buffers(const Column& column) {
    const auto add = [&](const auto& values) {
      parts.emplace_back(values.data(), values.size() * sizeof *values.data());
    };
    switch (column.type()) {
      case ColumnType::number:
        add(column.numbers());  // missing is NaN
        return;
      case ColumnType::category:
        add(column.codes());  // missing is -1
        return;
      case ColumnType::integer:
      case ColumnType::date_time:
        add(column.integers());
        break;
      case ColumnType::boolean:
        add(column.booleans());
        break;
      default:
        offsets.push_back(0);
        for (int64_t row = 0; row < column.size(); ++row) {
          text += column.text(row);
          offsets.push_back(static_cast<int64_t>(text.size()));
        }
        add(text);
        add(offsets);
    }
    if (column.missing_count() > 0)
      for (int64_t row = 0; row < column.size(); ++row) valid.push_back(column.missing(row) ? 0 : 1);
    add(valid);
  }
};

/// Takes the buffers of one column off a file.
class Reading {
 public:
  Reading(std::istream& in, const Filed& column) : in_(in), column_(column) {}

  template <class T>
  std::vector<T> next() {
    if (at_ >= column_.sizes.size() || at_ >= column_.hashes.size()) throw Error("a buffer is not there");
    const auto size = static_cast<size_t>(column_.sizes[at_]);
    std::vector<T> values(size / sizeof(T));
    in_.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(size));
    if (!in_ || size % sizeof(T) != 0 || hash_text(hash_bytes(values.data(), size)) != column_.hashes[at_])
      throw Error("a buffer is broken");
    ++at_;
    return values;
  }
  std::vector<bool> valid() {
    const auto bytes = next<uint8_t>();
    return {bytes.begin(), bytes.end()};
  }

 private:
  std::istream& in_;
  const Filed& column_;
  size_t at_ = 0;
};

Column read_column(std::istream& in, const Filed& filed) {
  Reading reading(in, filed);
  switch (filed.type) {
    case ColumnType::number:
      return Column::numbers(reading.next<double>());
    case ColumnType::category:
      return Column::categories(reading.next<int32_t>(), filed.words);
    case ColumnType::integer: {
      auto cells = reading.next<int64_t>();
      return Column::integers(std::move(cells), reading.valid());
    }
    case ColumnType::date_time: {
      auto cells = reading.next<int64_t>();
      return Column::date_times(std::move(cells), reading.valid());
    }
    case ColumnType::boolean: {
      auto cells = reading.next<uint8_t>();
      return Column::booleans(std::move(cells), reading.valid());
    }
    case ColumnType::text: {
      auto bytes = reading.next<uint8_t>();
      auto offsets = reading.next<int64_t>();
      return Column::texts(std::move(bytes), std::move(offsets), reading.valid());
    }
    default:
      throw Error("a column of this type is never written");
  }
}

}  // namespace

bool can_be_filed(const Table& table) {
  if constexpr (std::endian::native != std::endian::little) return false;
  for (const std::string& name : table.names())
    if (const ColumnType type = table.at(name).type(); type == ColumnType::image || type == ColumnType::list)
      return false;
  return table.rows() > 0;
}

void write_table(const Path& file, const Table& table) {
  Header header{.rows = table.rows()};
  for (const std::string& name : table.names()) {
    const Column& column = table.at(name);
    Filed filed{.name = name, .type = column.type()};
    if (column.type() == ColumnType::category) filed.words = column.words();
    for (const auto& [bytes, size] : Buffers(column).parts) {
      filed.sizes.push_back(static_cast<int64_t>(size));
      filed.hashes.push_back(hash_text(hash_bytes(bytes, size)));
    }
    header.columns.push_back(std::move(filed));
  }
  const std::string text = to_json(write_options(header), -1);
  write_file(file, [&](std::ostream& out) {
    const uint64_t facts[2] = {text.size(), hash_bytes(text.data(), text.size())};
    out << magic;
    out.write(reinterpret_cast<const char*>(facts), sizeof facts);
    out << text;
    for (const std::string& name : table.names())
      for (const auto& [bytes, count] : Buffers(table.at(name)).parts)
        out.write(static_cast<const char*>(bytes), static_cast<std::streamsize>(count));
  });
}

std::optional<Table> read_table(const Path& file) {
  try {
    std::ifstream in(file, std::ios::binary);
    std::string start(magic.size(), '\0');
    uint64_t facts[2] = {};
    in.read(start.data(), static_cast<std::streamsize>(start.size()));
    in.read(reinterpret_cast<char*>(facts), sizeof facts);
    const uint64_t size = facts[0];
    std::error_code problem;
    const uint64_t bytes = std::filesystem::file_size(file, problem);
    if (!in || problem || start != magic || size > bytes) return {};
    std::string text(size, '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    if (!in || hash_bytes(text.data(), text.size()) != facts[1]) return {};
    Problems problems;
    const auto header = read_options<Header>(parse_json(text, file.string()), problems);
    if (!header || !problems.all().empty()) return {};
    uint64_t wanted = magic.size() + sizeof facts + size;
    for (const Filed& column : header->columns)
      for (const int64_t part : column.sizes) wanted += static_cast<uint64_t>(part);
    if (wanted != bytes) return {};
    Table table;
    for (const Filed& column : header->columns) {
      table.set(column.name, read_column(in, column));
      if (table.rows() != header->rows) return {};
    }
    return table;
  } catch (const std::exception&) {  // whatever is wrong with a cache, the source is there to be read
    return {};
  }
}

}  // namespace plumb
