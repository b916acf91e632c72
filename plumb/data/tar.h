#pragma once

#include <string>
#include <string_view>
#include <vector>

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

}  // namespace plumb
