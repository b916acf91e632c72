#include "plumb/data/image_cells.h"

#include "plumb/core/files.h"
#include "plumb/data/encoded_images.h"
#include "plumb/data/image_codec.h"

namespace plumb {

ImageCells read_image_cells(const std::string& column, const Column& paths, const std::string& where,
                            OnError on_error) {
  const Path folder = Path(where).parent_path();
  ImageCells result;
  EncodedImages images;
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
    if (paths.missing(row))
      images.add_missing(path.string());
    else
      images.add(content, path.string());
    result.rows.push_back(row);
  }
  result.images = images.finish();
  return result;
}

}  // namespace plumb
