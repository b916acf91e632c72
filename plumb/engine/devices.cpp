// The devices that graphs run on. What is not built in comes from the plug-in, loaded when first asked for.
#include <dlfcn.h>

#include <filesystem>
#include <map>
#include <string>

#include "plumb/engine/executor.h"

namespace plumb {
namespace {

std::map<std::string, ExecutorMaker, std::less<>>& devices() {
  static std::map<std::string, ExecutorMaker, std::less<>> all;
  return all;
}

/// Beside the program, in the library folder beside it, or where the system looks. Returns what went wrong.
std::string load_plug_in() {
  static const std::string problem = []() -> std::string {
    const std::string file = "libplumb_torch.so";
    std::error_code ignored;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    std::string last;
    for (const auto& path :
         {folder / file, folder / ".." / "lib" / file, folder / ".." / file, std::filesystem::path(file)}) {
      if (path.has_parent_path() && !std::filesystem::exists(path, ignored)) continue;
      if (dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) return {};
      last = dlerror();
    }
    return last;
  }();
  return problem;
}

}  // namespace

bool add_device(std::string_view device, ExecutorMaker maker) {
  devices()[std::string(device)] = maker;
  return true;
}

std::unique_ptr<Executor> make_executor(std::string_view device, const Graph& graph, const Values& outputs,
                                        int64_t rows, States& states, const EngineSettings& settings) {
  auto found = devices().find(device);
  std::string problem;
  if (found == devices().end()) {
    problem = load_plug_in();
    found = devices().find(device);
  }
  if (found == devices().end()) {
    std::string known;
    for (const auto& [name, maker] : devices()) known += (known.empty() ? "" : ", ") + name;
    throw Error("device `{}` is not there, only {}{}; build plumb where a libtorch is found, or write `device: cpu`",
                device, known, problem.empty() ? "" : " (" + problem + ")");
  }
  return found->second(graph, outputs, rows, states, settings);
}

}  // namespace plumb
