#include "plumb/engine/plugin.h"

#include "plumb/core/plugin.h"

namespace plumb {

void load_torch_plugin() { load_plugin("torch", "CUDA and the oracle of the tests"); }

bool load_plugin_for(std::string_view device) {
  if (device != "torch" && device != "cuda") return false;
  load_torch_plugin();
  return true;
}

}  // namespace plumb
