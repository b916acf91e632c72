#pragma once

#include <string>
#include <string_view>

#include "plumb/core/plugin.h"

namespace plumb {

/// What libplumb_zstd.so brings: the content of a Zstandard file (RFC 8878), all its frames one after the other. One
/// that is cut off or broken, or larger than `limit` when unpacked, is an Error that names it.
struct ZstdPlugin {
  static constexpr auto name = "zstd";
  static constexpr auto for_what = ".zst files";
  std::string (*unpack)(std::string_view content, const std::string& name, size_t limit) = nullptr;
};

bool is_zstd(std::string_view content);

}  // namespace plumb
