// Curves that a damaged file could hold.
#include "plumb/deploy/calibration.h"

#include <gtest/gtest.h>

namespace plumb {
namespace {

bool is_read(const std::string& json) {
  Problems problems;
  return read_options<Calibration>(parse_json(json, "network.json"), problems).has_value();
}

TEST(Calibration, CurvesRiseAndHaveAsManyYs) {
  EXPECT_TRUE(is_read(R"({"curves": [{"x": [0.1, 0.5], "y": [0, 1]}]})"));
  EXPECT_TRUE(is_read(R"({"curves": [{"x": [0.5], "y": [1]}]})"));
  EXPECT_FALSE(is_read(R"({"curves": [{"x": [], "y": []}]})"));
  EXPECT_FALSE(is_read(R"({"curves": [{"x": [0.1, 0.5], "y": [0]}]})"));
  EXPECT_FALSE(is_read(R"({"curves": [{"x": [0.5, 0.5], "y": [0, 1]}]})"));
  EXPECT_FALSE(is_read(R"({"curves": [{"x": [0.5, 0.1], "y": [0, 1]}]})"));
}

}  // namespace
}  // namespace plumb
