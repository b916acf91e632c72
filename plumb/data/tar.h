#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plumb/data/file_part.h"

namespace plumb {

/// A file inside a tar archive; `content` points into the archive's bytes.
struct TarFile {
  std::string name;
  std::string_view content;
};

bool is_tar(std::string_view archive);

/// The plain files of a tar archive (ustar, GNU long names, pax names), in its order. Links and folders are left out. A
/// broken or cut-off archive is an Error that names it.
std::vector<TarFile> files_in_tar(std::string_view archive, const std::string& name);

/// The same of an archive on the disk, found by going from header to header: what lies between is read when it is
/// wanted (file_part.h). One that is packed by gzip or zstd is unpacked into memory, and stays there. `most`: of a
/// plain archive only the first so many.
struct TarIndex {
  struct File {
    std::string name;
    FilePart place;
  };
  std::vector<File> files = {};
  bool packed = false;
};
TarIndex index_of_tar(const Path& path, size_t most = SIZE_MAX);

}  // namespace plumb
