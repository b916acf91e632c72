#include "plumb/data/image_cells.h"

#include "plumb/core/files.h"
#include "plumb/data/image_codec.h"

namespace plumb {

ImageCells read_image_cells(const std::string& column, const Column& paths, const std::string& where,
                            OnError on_error) {
  const Path folder = Path(where).parent_path();
  ImageCells result;
  std::vector<uint8_t> bytes;
  std::vector<int64_t> offsets{0};
  std::vector<std::string> names;
  std::vector<bool> valid;
  for (int64_t row = 0; row < paths.size(); ++row) {
    const Path path = folder / paths.text(row);
    std::string content;
    try {
      if (!paths.missing(row)) content = read_file(path);
      if (!paths.missing(row) && on_error == OnError::skip)
        decode_image({reinterpret_cast<const uint8_t*>(content.data()), content.size()}, path.string());
    } catch (const Error& error) {
      if (on_error == OnError::refuse)
        throw Error(
            "{}: column \"{}\", row {}: {}; give the path of an image, relative to the folder of the table, or "
            "set `on_error: skip`",
            where, column, row + 1, error.what());
      result.skipped.push_back({path.string(), error.what()});
      continue;
    }
    bytes.insert(bytes.end(), content.begin(), content.end());
    offsets.push_back(static_cast<int64_t>(bytes.size()));
    names.push_back(path.string());
    valid.push_back(!paths.missing(row));
    result.rows.push_back(row);
  }
  std::vector<std::array<int64_t, 3>> shapes(names.size(), {0, 0, 0});
  result.images =
      Column::images(std::move(bytes), std::move(offsets), std::move(shapes), std::move(valid), std::move(names));
  return result;
}

}  // namespace plumb
