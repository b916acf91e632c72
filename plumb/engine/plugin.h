#pragma once

#include <string_view>

namespace plumb {

/// Loads libplumb_torch.so, once: it registers the devices "torch" and "cuda" and the oracle of the tests. Looked for
/// in $PLUMB_TORCH_PLUGIN, beside the program, and in ../lib of it. An Error says where it was looked for and how to
/// get it. The program must export its symbols (ENABLE_EXPORTS): the plug-in registers itself with them.
void load_torch_plugin();

/// Loads the plug-in that brings a device, and tells whether there is such a plug-in.
bool load_plugin_for(std::string_view device);

}  // namespace plumb
