#include "plumb/data/idx.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "plumb/core/files.h"
#include "plumb/core/parse.h"
#include "plumb/data/gzip.h"
#include "plumb/data/image_codec.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Idx>();

struct Array {
  std::vector<int64_t> sizes;
  std::vector<uint8_t> values;
};

Array read_array(const std::string& path) {
  const std::string content = read_unpacked(path);
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(content[i])); };
  if (content.size() < 4 || byte(0) != 0 || byte(1) != 0 || byte(3) < 1 || byte(3) > 4)
    throw Error("{}: is no IDX file (it does not begin with 0 0 8 and the number of dimensions)", path);
  if (byte(2) != 8)
    throw Error("{}: holds values of IDX type 0x{:02X}; only unsigned bytes (0x08) are read", path, byte(2));
  const size_t dimensions = byte(3), header = 4 + 4 * dimensions;
  if (content.size() < header) throw Error("{}: the file is cut off in its header; fetch it again", path);
  Array array;
  size_t count = 1;
  for (size_t d = 0; d < dimensions; ++d) {
    const size_t at = 4 + 4 * d;
    const uint32_t size = byte(at) << 24 | byte(at + 1) << 16 | byte(at + 2) << 8 | byte(at + 3);
    array.sizes.push_back(size);
    if (size != 0 && count > content.size() / size + 1) count = content.size() + 1;  // too many, and no overflow
    count = std::min<size_t>(count * size, content.size() + 1);
  }
  if (content.size() - header < count)
    throw Error("{}: the file is cut off: its header says [{}], and {} of the bytes are there; fetch it again", path,
                fmt::join(array.sizes, ", "), content.size() - header);
  if (content.size() - header > count)
    throw Error("{}: {} bytes more than its header says; fetch it again", path, content.size() - header - count);
  array.values.assign(content.begin() + static_cast<std::ptrdiff_t>(header), content.end());
  return array;
}

/// The name of the label file that belongs to a file of images, as MNIST calls them.
std::string labels_beside(std::string path) {
  for (const auto& [from, to] : {std::pair("images", "labels"), std::pair("idx3", "idx1")})
    if (const size_t at = path.rfind(from); at != std::string::npos) path.replace(at, std::string(from).size(), to);
  return path;
}

}  // namespace

ReadResult Idx::read(const ReadSettings& settings) const {
  Array pictures = read_array(images);
  if (pictures.sizes.size() < 3)
    throw Error("{}: has {} dimensions, and images have 3 or 4; are `images` and `labels` swapped?", images,
                pictures.sizes.size());
  const int64_t channels = pictures.sizes.size() == 4 ? pictures.sizes[3] : 1;
  const std::array<int64_t, 3> shape{pictures.sizes[1], pictures.sizes[2], channels};
  internal::check_image_size(shape[0], shape[1]);
  int64_t rows = pictures.sizes[0];
  if (rows == 0) throw Error("{}: holds no images", images);
  Array classes;
  if (labels) {
    classes = read_array(*labels);
    if (classes.sizes.size() != 1)
      throw Error("{}: has {} dimensions, and labels have 1; are `images` and `labels` swapped?", *labels,
                  classes.sizes.size());
    if (classes.sizes[0] != rows)
      throw Error("{}: {} labels, but {} images in {}; the files do not belong together", *labels, classes.sizes[0],
                  rows, images);
  }
  if (settings.limit >= 0) rows = std::min(rows, settings.limit);
  const int64_t size = shape[0] * shape[1] * shape[2];
  pictures.values.resize(static_cast<size_t>(rows * size));
  std::vector<int64_t> offsets(static_cast<size_t>(rows) + 1);
  for (size_t i = 0; i < offsets.size(); ++i) offsets[i] = static_cast<int64_t>(i) * size;
  ReadResult result;
  result.table.set("image", Column::images(std::move(pictures.values), std::move(offsets),
                                           std::vector(static_cast<size_t>(rows), shape)));
  if (!labels) return result;
  std::vector<int32_t> codes;
  std::vector<std::string> words;
  for (int word = 0; word < 256; ++word) words.push_back(std::to_string(word));
  for (int64_t row = 0; row < rows; ++row) codes.push_back(classes.values[static_cast<size_t>(row)]);
  result.table.set("label", Column::categories(std::move(codes), std::move(words)).with_words_in_order());
  return result;
}

std::vector<SourcePart> Idx::parts_at(const std::string& path) {
  std::vector<SourcePart> parts;
  if (!std::filesystem::is_directory(path)) {
    if (recognises(path)) parts.push_back({"", Source(from_path(path)).write()});
    return parts;
  }
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    const std::string small = lower(entry.path().filename().string());
    if (small.find("images-idx3") == std::string::npos) continue;
    const bool test = small.starts_with("t10k") || small.starts_with("test");
    parts.push_back({test ? "test" : "train", source_of(entry.path().string()).write()});
  }
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.part > b.part; });
  return parts;
}

bool Idx::recognises(const std::string& path) {
  const std::string small = lower(Path(path).filename().string());
  return small.find("idx3-ubyte") != std::string::npos;
}

Idx Idx::from_path(const std::string& path) {
  const std::string labels = labels_beside(path);
  std::error_code problem;
  Idx idx{.images = {path}};
  if (std::filesystem::exists(labels, problem)) idx.labels = labels;
  return idx;
}

}  // namespace plumb
