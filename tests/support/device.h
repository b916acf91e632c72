#pragma once

#include <cstdlib>
#include <string>

#include "plumb/engine/devices.h"

namespace plumb::testing {

/// The device whose answers the contract tests hold against libtorch's float64: what the environment's
/// PLUMB_TEST_DEVICE says, "cpu", "torch" (the plug-in without a GPU) or "cuda"; without it what `device: auto` means.
///
///     PLUMB_TEST_DEVICE=cuda ctest --preset release -R contract
inline std::string tested_device() {
  const char* said = std::getenv("PLUMB_TEST_DEVICE");
  return said ? said : preferred_device();
}

}  // namespace plumb::testing
