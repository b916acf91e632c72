#include "plumb/engine/plugin.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "plumb/core/error.h"

namespace plumb {
namespace {

constexpr auto file = "libplumb_torch.so";

std::vector<std::filesystem::path> places() {
  if (const char* chosen = std::getenv("PLUMB_TORCH_PLUGIN")) return {chosen};
  std::error_code unknown;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path();
  return {program / file, program / "../lib" / file};
}

// Never closed again: libtorch does not survive it.
bool load() {
  std::string looked;
  for (const auto& place : places()) {
    if (!std::filesystem::exists(place)) {
      looked += (looked.empty() ? "" : ", ") + place.lexically_normal().string();
      continue;
    }
    if (!dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL))
      throw Error("the libtorch plug-in {} does not load: {}; build it again with the libtorch of this machine",
                  place.lexically_normal().string(), dlerror());
    return true;
  }
  throw Error(
      "the libtorch plug-in is not here (looked for {}); `./dev test` builds it, or set PLUMB_TORCH_PLUGIN to its file",
      looked);
}

}  // namespace

void load_torch_plugin() { [[maybe_unused]] static const bool loaded = load(); }

bool load_plugin_for(std::string_view device) {
  if (device != "torch" && device != "cuda") return false;
  load_torch_plugin();
  return true;
}

}  // namespace plumb
