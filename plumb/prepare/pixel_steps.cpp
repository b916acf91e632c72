#include "plumb/prepare/pixel_steps.h"

#include <algorithm>

#include "plumb/prepare/images.h"

namespace plumb {
namespace {

constexpr double most_bytes = 4 << 20;

/// Columns of images that grow by the images of a few rows after the others.
class Joined {
 public:
  explicit Joined(int64_t rows) : rows_(rows) {}

  void add(const Column& few) {
    const auto share = static_cast<double>(few.size()) / static_cast<double>(rows_);
    for (int64_t row = 0; row < few.size(); ++row) {
      const bool is_there = !few.missing(row);
      const ImageView image = is_there ? few.image(row) : ImageView{};
      bytes_.insert(bytes_.end(), image.bytes.begin(), image.bytes.end());
      offsets_.push_back(static_cast<int64_t>(bytes_.size()));
      shapes_.push_back({image.height, image.width, image.channels});
      valid_.push_back(is_there);
      names_.emplace_back(image.name);
    }
    if (static_cast<int64_t>(valid_.size()) == few.size())  // the first: the others will be about as large
      bytes_.reserve(static_cast<size_t>(1.05 * static_cast<double>(bytes_.size()) / share));
  }
  Column finish() {
    if (std::all_of(names_.begin(), names_.end(), [](const std::string& name) { return name.empty(); })) names_.clear();
    return Column::images(std::move(bytes_), std::move(offsets_), std::move(shapes_), std::move(valid_),
                          std::move(names_));
  }

 private:
  int64_t rows_ = 0;
  std::vector<uint8_t> bytes_;
  std::vector<int64_t> offsets_{0};
  std::vector<std::array<int64_t, 3>> shapes_;
  std::vector<bool> valid_;
  std::vector<std::string> names_;
};

std::vector<std::string> columns_of_images(const Table& rows) {
  std::vector<std::string> names;
  for (const std::string& name : rows.names())
    if (rows.at(name).type() == ColumnType::image) names.push_back(name);
  return names;
}

int64_t first_there(const Column& column) {
  int64_t row = 0;
  while (row < column.size() && column.missing(row)) ++row;
  return row;
}

/// What the largest of these images takes as pixels, judged by what the first takes.
double bytes_as_pixels(const std::string& name, const Column& images) {
  const int64_t first = first_there(images);
  if (first == images.size() || !images.image(first).encoded()) return 0;
  size_t largest = 1;
  for (int64_t row = first; row < images.size(); ++row)
    if (!images.missing(row)) largest = std::max(largest, images.image(row).bytes.size());
  const auto encoded = static_cast<double>(std::max<size_t>(1, images.image(first).bytes.size()));
  const Pixels pixels = pixels_of(images.image(first), name);
  return static_cast<double>(pixels.bytes.size()) * static_cast<double>(largest) / encoded;
}

}  // namespace

std::vector<std::string_view>& pixel_steps() {
  static std::vector<std::string_view> all;
  return all;
}

bool is_pixel_step(std::string_view step) {
  return std::find(pixel_steps().begin(), pixel_steps().end(), step) != pixel_steps().end();
}

Table with_first_images(const Table& rows) {
  int64_t few = std::min<int64_t>(1, rows.rows());
  for (const std::string& name : columns_of_images(rows))
    few = std::max(few, std::min(rows.rows(), first_there(rows.at(name)) + 1));
  return rows.slice(0, few);
}

Table change_few_by_few(Table rows, const std::function<Table(Table images)>& change) {
  const std::vector<std::string> names = columns_of_images(rows);
  double bytes = 0;
  for (const std::string& name : names) bytes += bytes_as_pixels(name, rows.at(name));
  const int64_t most = bytes > 0 ? std::max<int64_t>(1, static_cast<int64_t>(most_bytes / bytes)) : rows.rows();
  if (rows.rows() <= most) return change(std::move(rows));
  const Table images = rows.select(names);
  std::vector<Joined> all(names.size(), Joined(rows.rows()));
  for (int64_t begin = 0; begin < rows.rows(); begin += most) {
    const Table few = change(images.slice(begin, std::min(begin + most, rows.rows())));
    for (size_t i = 0; i < names.size(); ++i) all[i].add(few.at(names[i]));
  }
  for (size_t i = 0; i < names.size(); ++i) rows.set(names[i], all[i].finish());
  return rows;
}

}  // namespace plumb
