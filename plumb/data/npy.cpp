#include "plumb/data/npy.h"

#include "plumb/data/numpy_array.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Npy>();

constexpr size_t largest = size_t{16} << 30;

}  // namespace

ReadResult Npy::read(const ReadSettings& settings) const {
  return read_files(path, settings, [this](const Path& file, const ReadSettings& told) {
    const std::string content = read_file(file, largest);
    const NumpyArray array = numpy_array(content, file.string());
    Table table;
    add_columns(table, "column", array, told.missing);
    if (columns.empty()) return table;
    if (columns.size() != table.names().size())
      throw Error("{}: {} columns, but `columns` names {}; name every column, in order", file.string(),
                  table.names().size(), columns.size());
    Table named;
    for (size_t i = 0; i < columns.size(); ++i) named.set(columns[i], table.at(i));
    return named;
  });
}

bool Npy::recognises(const std::string& path) { return ends_with_one_of(path, {".npy"}); }

}  // namespace plumb
