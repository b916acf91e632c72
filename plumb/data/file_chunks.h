#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "plumb/data/source.h"

namespace plumb {

/// Rows that lie in many small files, or in parts of large ones, of which it is known where they are.
struct FileRows {
  std::vector<uint64_t> bytes = {};                            // of each row, encoded
  std::function<Table(int64_t begin, int64_t end)> load = {};  // rows [begin, end); from any thread
  std::vector<Skipped> skipped = {};                           // left out already
  std::string name = {};                                       // of the first file, for messages
};

/// The rows in chunks of at most 64, and of about 2 MB: few at a time, since an image may be a hundred times larger as
/// pixels. Where chunks end depends on the sizes alone, so a folder and a tar of the same images have the same chunks.
///
/// The fingerprint is of all that the rows hold, taken when a chunk is read for the first time (so it costs no reading
/// of its own to whoever reads all of them anyway): copies of the files, whatever their dates say, are the same rows. A
/// chunk that holds something else when it is read again is an Error.
std::shared_ptr<const Chunks> file_chunks(FileRows rows);

}  // namespace plumb
