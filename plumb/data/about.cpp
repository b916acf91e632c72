// The libraries that read data.
#include <spng.h>
#include <zlib.h>

#include <cstdio>
#include <string>
// libjpeg's headers need <cstdio> before them
#include <jpeglib.h>

#include "plumb/core/about.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool told[] = {
    about().emplace("zlib", [] { return std::string(zlibVersion()); }).second,
    about().emplace("libspng", [] { return std::string(spng_version_string()); }).second,
    about().emplace("libjpeg", [] { return "interface " + std::to_string(JPEG_LIB_VERSION); }).second,
};

}  // namespace
}  // namespace plumb
