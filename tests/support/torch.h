#pragma once

#include <gtest/gtest.h>

#include <cstdlib>

#include "plumb/core/error.h"
#include "plumb/engine/plugin.h"

namespace plumb::testing {

inline bool in_ci() { return std::getenv("CI") != nullptr; }

/// For a fixture's SetUp: without the libtorch plug-in its tests are skipped and say why; in CI they fail.
inline void need_torch() {
  try {
    load_torch_plugin();
  } catch (const Error& error) {
    if (in_ci()) FAIL() << error.what();
    GTEST_SKIP() << error.what();
  }
}

}  // namespace plumb::testing
