// The devices that graphs run on. What is not built in comes from the plug-in, loaded when first asked for.
#include "plumb/engine/devices.h"

#include <filesystem>
#include <map>

#include "plumb/engine/executor.h"
#include "plumb/engine/plugin.h"

namespace plumb {
namespace {

std::map<std::string, ExecutorMaker, std::less<>>& devices() {
  static std::map<std::string, ExecutorMaker, std::less<>> all;
  return all;
}

// The driver's control file: to ask libtorch would load it, which takes a second and half a gigabyte.
bool machine_has_gpu() {
  std::error_code unknown;
  return std::filesystem::exists("/dev/nvidiactl", unknown);
}

}  // namespace

bool add_device(std::string_view device, ExecutorMaker maker) {
  devices()[std::string(device)] = maker;
  return true;
}

std::string preferred_device() {
  if (devices().contains("cpu")) return "cpu";
  return machine_has_gpu() ? "cuda" : "torch";
}

std::unique_ptr<Executor> make_executor(std::string_view device, const Graph& graph, const Values& outputs,
                                        int64_t rows, States& states, const EngineSettings& settings) {
  auto found = devices().find(device);
  if (found == devices().end() && load_plugin_for(device)) found = devices().find(device);
  if (found == devices().end()) {
    std::string known;
    for (const auto& [name, maker] : devices()) known += (known.empty() ? "" : ", ") + name;
    throw Error("device `{}` is not there, only {}; write `device: cpu`", device, known);
  }
  return found->second(graph, outputs, rows, states, settings);
}

}  // namespace plumb
