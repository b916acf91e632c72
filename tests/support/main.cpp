#include <gtest/gtest.h>

#ifdef PLUMB_TEST_CPU  // there is the CPU engine
#include <hwy/highway.h>
#endif

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
#if defined(PLUMB_TEST_CPU) && HWY_ARCH_X86
  hwy::DisableTargets((avx2 ? HWY_AVX2 : HWY_SSE4) - 1);  // better ones have lower bits
#endif
  setenv("ONEDNN_MAX_CPU_ISA", chosen, 1);
}

/// A device that nobody knows would fail every test by itself, and one that is misspelt test the wrong one.
static void check_device() {
  const char* chosen = std::getenv("PLUMB_TEST_DEVICE");
  if (!chosen) return;
  const std::string device = chosen;
  if (device == "cpu" || device == "torch" || device == "cuda") return;
  std::fprintf(stderr, "PLUMB_TEST_DEVICE: \"%s\" is neither cpu, torch nor cuda\n", chosen);
  std::exit(2);
}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  check_device();
  bound_instructions();
  // Task files of the examples name ${PLUMB_DATA}, and so do the programs that a test starts. Where there are no data
  // sets it stays unset, which tests that need them ask (tests/support/data_sets.h).
  if (std::filesystem::exists(plumb::testing::data_dir()))
    setenv("PLUMB_DATA", std::filesystem::absolute(plumb::testing::data_dir()).c_str(), 0);
  return RUN_ALL_TESTS();
}
