#include <gtest/gtest.h>
#include <hwy/highway.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/support/paths.h"

/// PLUMB_TEST_INSTRUCTIONS=AVX2 or SSE41: this program's kernels, ours and oneDNN's, take nothing better.
static void bound_instructions() {
  const char* chosen = std::getenv("PLUMB_TEST_INSTRUCTIONS");
  if (!chosen) return;
  const bool avx2 = std::string(chosen) == "AVX2";
  if (!avx2 && std::string(chosen) != "SSE41") {
    std::fprintf(stderr, "PLUMB_TEST_INSTRUCTIONS: \"%s\" is neither AVX2 nor SSE41\n", chosen);
    std::exit(2);
  }
#if HWY_ARCH_X86
  hwy::DisableTargets((avx2 ? HWY_AVX2 : HWY_SSE4) - 1);  // better ones have lower bits
#endif
  setenv("ONEDNN_MAX_CPU_ISA", chosen, 1);
}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  bound_instructions();
  // Task files of the examples name ${PLUMB_DATA}, and so do the programs that a test starts. Where there are no data
  // sets it stays unset, which tests that need them ask (tests/support/data_sets.h).
  if (std::filesystem::exists(plumb::testing::data_dir()))
    setenv("PLUMB_DATA", std::filesystem::absolute(plumb::testing::data_dir()).c_str(), 0);
  return RUN_ALL_TESTS();
}
