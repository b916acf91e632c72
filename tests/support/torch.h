#pragma once

#include <gtest/gtest.h>

#include "plumb/core/error.h"
#include "plumb/engine/plugin.h"
#include "tests/support/paths.h"

namespace plumb::testing {

/// For a fixture's SetUp: without the libtorch plug-in its tests are skipped and say why; in CI they fail.
inline void need_torch() {
  try {
    load_torch_plugin();
  } catch (const Error& error) {
    if (is_ci()) FAIL() << error.what();
    GTEST_SKIP() << error.what();
  }
}

}  // namespace plumb::testing
