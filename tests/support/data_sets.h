#pragma once

#include <gtest/gtest.h>

#include "tests/support/paths.h"

/// Without the shared data sets a test is skipped and says so. Where they are, one that is missing fails it: else a
/// slip in a name would skip it for ever.
#define REQUIRE_DATA_SET(name)                                                               \
  if (!plumb::testing::has_data(name)) {                                                     \
    if (std::getenv("PLUMB_DATA"))                                                           \
      GTEST_FAIL() << "PLUMB_DATA (" << plumb::testing::data_dir() << ") has no " << (name); \
    GTEST_SKIP() << "needs the shared data sets; set PLUMB_DATA to their folder";            \
  }
