#include <gtest/gtest.h>

#include "tests/support/paths.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  // Task files of the examples name ${PLUMB_DATA}, and so do the programs that a test starts.
  setenv("PLUMB_DATA", std::filesystem::absolute(plumb::testing::data_dir()).c_str(), 0);
  return RUN_ALL_TESTS();
}
