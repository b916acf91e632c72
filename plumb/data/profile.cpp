#include "plumb/data/profile.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace plumb {
namespace {

constexpr size_t most_shown = 20;

void count_words(const Column& column, ColumnProfile& result) {
  std::unordered_map<std::string, int64_t> counts;
  for (int64_t row = 0; row < column.size(); ++row)
    if (!column.missing(row)) ++counts[column.shown(row)];
  result.distinct = static_cast<int64_t>(counts.size());
  std::vector<std::pair<std::string, int64_t>> all(counts.begin(), counts.end());
  const auto more_common = [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  };
  const auto shown = static_cast<std::ptrdiff_t>(std::min(most_shown, all.size()));
  std::partial_sort(all.begin(), all.begin() + shown, all.end(), more_common);
  all.resize(static_cast<size_t>(shown));
  result.most_common = std::move(all);
}

/// Welford's sums: exact enough for numbers far from zero, in one pass.
void measure(const Column& column, ColumnProfile& result) {
  double mean = 0, squares = 0, n = 0;
  result.low = INFINITY;
  result.high = -INFINITY;
  for (int64_t row = 0; row < column.size(); ++row) {
    const double value = column.number(row);
    if (!std::isfinite(value)) continue;
    const double before = value - mean;
    mean += before / ++n;
    squares += before * (value - mean);
    result.low = std::min(result.low, value);
    result.high = std::max(result.high, value);
  }
  if (n == 0) result.low = result.high = 0;
  result.mean = mean;
  result.deviation = n > 0 ? std::sqrt(squares / n) : 0;
}

Shape common_shape(const Column& images) {
  Shape shape;
  for (int64_t row = 0; row < images.size(); ++row) {
    if (images.missing(row)) continue;
    const ImageView image = images.image(row);
    const Shape here{image.height, image.width, image.channels};
    if (image.encoded() || (!shape.empty() && here != shape)) return {};
    shape = here;
  }
  return shape;
}

}  // namespace

ColumnProfile profile(const std::string& name, const Column& column) {
  ColumnProfile result{.name = name, .type = column.type(), .rows = column.size(), .missing = column.missing_count()};
  if (column.type() == ColumnType::image || column.type() == ColumnType::list) return result;
  count_words(column, result);
  if (column.is_numeric() || column.type() == ColumnType::date_time) measure(column, result);
  return result;
}

double mean_words(const Column& texts) {
  double words = 0, cells = 0;
  for (int64_t row = 0; row < texts.size(); ++row) {
    if (texts.missing(row)) continue;
    const std::string_view text = texts.text(row);
    words += 1 + static_cast<double>(std::count(text.begin(), text.end(), ' '));
    ++cells;
  }
  return cells == 0 ? 0 : words / cells;
}

const Schema::Field* Schema::find(std::string_view name) const {
  for (const Field& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

Schema infer_schema(const Table& train) {
  Schema schema;
  for (size_t c = 0; c < train.names().size(); ++c) {
    const Column& column = train.at(c);
    Schema::Field field{.name = train.names()[c], .type = column.type()};
    if (column.type() == ColumnType::category) field.words = column.words();
    if (column.type() == ColumnType::image) field.image = common_shape(column);
    if (column.is_numeric() || column.type() == ColumnType::date_time) {
      ColumnProfile measured;
      measure(column, measured);
      field.low = measured.low;
      field.high = measured.high;
    }
    schema.fields.push_back(std::move(field));
  }
  return schema;
}

}  // namespace plumb
