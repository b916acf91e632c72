#include "plumb/core/plugin.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <vector>

#include "plumb/core/error.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

std::string variable_of(const std::string& name) {
  std::string variable = "PLUMB_";
  for (const char c : name) variable += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return variable + "_PLUGIN";
}

std::vector<fs::path> places(const std::string& name) {
  if (const char* chosen = std::getenv(variable_of(name).c_str())) return {chosen};
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown).parent_path();
  const std::string file = "libplumb_" + name + ".so";
  return {program / file, program / "../lib" / file};
}

void* load(const std::string& name, const std::string& for_what) {
  std::string looked;
  for (const auto& place : places(name)) {
    if (!fs::exists(place)) {
      looked += (looked.empty() ? "" : ", ") + place.lexically_normal().string();
      continue;
    }
    if (void* handle = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL)) return handle;
    const char* reason = dlerror();
    throw Error("{} need the plug-in {}, which does not load: {}; install that library, or build the plug-in again",
                for_what, place.lexically_normal().string(), reason ? reason : "no reason is given");
  }
  throw Error(
      "{} need the plug-in {}, which is not here (looked for {}); build it with `./dev build`, unpack the archive that "
      "holds it over this program, or set {} to its file",
      for_what, name, looked, variable_of(name));
}

}  // namespace

void* load_plugin(const std::string& name, const std::string& for_what) {
  static std::mutex mutex;
  static std::map<std::string, void*> loaded;
  const std::lock_guard lock(mutex);
  const auto found = loaded.find(name);
  return found != loaded.end() ? found->second : loaded.emplace(name, load(name, for_what)).first->second;
}

const void* plugin_functions(const std::string& name, const std::string& for_what) {
  void* handle = load_plugin(name, for_what);
  const auto functions = reinterpret_cast<const void* (*)()>(dlsym(handle, "plumb_plugin_functions"));
  if (!functions) throw Error("the plug-in {} brings no functions; build it again with this plumb", name);
  return functions();
}

}  // namespace plumb
