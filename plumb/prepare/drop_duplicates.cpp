#include "plumb/prepare/drop_duplicates.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<DropDuplicates>();

const Fits fits_all{[](const Column&) { return true; }, "anything"};

/// The cell as bytes: equal cells have equal bytes, a gap those of no cell.
std::string bytes_of(const Column& cells, int64_t row) {
  if (cells.missing(row)) return {};
  std::string bytes(1, '=');
  const auto add = [&](const void* data, size_t size) { bytes.append(static_cast<const char*>(data), size); };
  if (cells.type() == ColumnType::image) {
    const ImageView image = cells.image(row);
    add(&image.width, sizeof image.width);
    add(image.bytes.data(), image.bytes.size());
  } else if (cells.type() == ColumnType::list) {
    add(cells.list(row).data(), cells.list(row).size_bytes());
  } else if (cells.type() == ColumnType::number) {
    const double number = cells.number(row) + 0.0;  // -0 is 0
    add(&number, sizeof number);
  } else {
    bytes += cells.shown(row);
  }
  return bytes;
}

size_t hash_of(const Table& rows, const std::vector<std::string>& columns, int64_t row) {
  size_t hash = 0;
  for (const auto& column : columns)
    hash = hash * 0x9E3779B97F4A7C15 + std::hash<std::string>()(bytes_of(rows.at(column), row));
  return hash;
}

bool same(const Table& rows, const std::vector<std::string>& columns, int64_t a, int64_t b) {
  for (const auto& column : columns)
    if (bytes_of(rows.at(column), a) != bytes_of(rows.at(column), b)) return false;
  return true;
}

}  // namespace

DropDuplicates::State DropDuplicates::fit(const Rows& train, const StepContext& context) const {
  select(name, columns, train.chunks().at(0), context, fits_all);  // says which column is not there
  return {};
}

Table DropDuplicates::apply(const State&, Table rows, const StepContext& context) const {
  std::vector<std::string> compared = columns;
  if (columns.empty())
    for (const auto& column : rows.names())
      if (std::find(context.ids.begin(), context.ids.end(), column) == context.ids.end()) compared.push_back(column);
  std::unordered_multimap<size_t, int64_t> seen;
  std::vector<int64_t> kept;
  for (int64_t row = 0; row < rows.rows(); ++row) {
    const size_t hash = hash_of(rows, compared, row);
    bool is_new = true;
    for (auto [earlier, end] = seen.equal_range(hash); is_new && earlier != end; ++earlier)
      is_new = !same(rows, compared, earlier->second, row);
    if (!is_new) continue;
    seen.emplace(hash, row);
    kept.push_back(row);
  }
  return static_cast<int64_t>(kept.size()) == rows.rows() ? rows : rows.take(kept);
}

}  // namespace plumb
