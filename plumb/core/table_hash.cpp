#include "plumb/core/table_hash.h"

#include "plumb/core/hash.h"

namespace plumb {
namespace {

template <class T>
uint64_t hash_values(std::span<const T> values, uint64_t seed) {
  return hash_bytes(values.data(), values.size_bytes(), seed);
}

uint64_t hash_word(std::string_view text, uint64_t seed) { return hash_bytes(text.data(), text.size(), seed); }

uint64_t hash_cell(const Column& column, int64_t row, uint64_t seed) {
  if (column.type() == ColumnType::text) return hash_word(column.text(row), seed);
  if (column.type() == ColumnType::list) return hash_values(column.list(row), seed);
  const ImageView image = column.image(row);
  const int64_t shape[] = {image.height, image.width, image.channels};
  return hash_values(image.bytes, hash_bytes(shape, sizeof shape, seed));
}

uint64_t hash_cells(const Column& column, uint64_t hash) {
  switch (column.type()) {
    case ColumnType::number:
      return hash_values(column.numbers(), hash);
    case ColumnType::integer:
    case ColumnType::date_time:
      return hash_values(column.integers(), hash);
    case ColumnType::boolean:
      return hash_values(column.booleans(), hash);
    case ColumnType::category:
      for (const std::string& word : column.words()) hash = hash_word(word, hash);
      return hash_values(column.codes(), hash);
    case ColumnType::text:
    case ColumnType::image:
    case ColumnType::list:
      for (int64_t row = 0; row < column.size(); ++row)
        if (!column.missing(row)) hash = hash_cell(column, row, hash);
      return hash;
  }
  return hash;
}

uint64_t hash_column(const Column& column, uint64_t seed) {
  const auto type = static_cast<unsigned char>(column.type());
  uint64_t hash = hash_cells(column, hash_bytes(&type, 1, seed));
  if (column.missing_count() == 0) return hash;
  for (int64_t row = 0; row < column.size(); ++row)
    if (column.missing(row)) hash = hash_bytes(&row, sizeof row, hash);
  return hash;
}

}  // namespace

uint64_t hash_table(const Table& table, uint64_t seed) {
  const int64_t rows = table.rows();
  uint64_t hash = hash_bytes(&rows, sizeof rows, seed);
  for (size_t i = 0; i < table.names().size(); ++i) hash = hash_column(table.at(i), hash_word(table.names()[i], hash));
  return hash;
}

}  // namespace plumb
