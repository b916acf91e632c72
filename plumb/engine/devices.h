#pragma once

#include <string>

namespace plumb {

/// What `device: auto` means here: "cpu" where this build has the CPU engine, else the plug-in's: "cuda" where it sees
/// a GPU, else "torch" (libtorch on the CPU).
std::string preferred_device();

}  // namespace plumb
