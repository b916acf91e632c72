#pragma once

#include <gtest/gtest.h>

#include "plumb/engine/executor.h"
#include "plumb/engine/oracle.h"
#include "tests/support/torch.h"

/// Runs graphs on the device under test (tests/support/device.h) and on the oracle, and compares.
namespace plumb::contract {

/// Fed values of a graph traced for some rows, run for `rows`.
std::vector<Numbers> run(const Graph& graph, const Values& outputs, int64_t rows, const Feeds& feeds, States& states,
                         const EngineSettings& settings);
/// The same by the oracle; states are fed as well.
std::vector<Numbers> reference(const Graph& graph, const Values& outputs, int64_t rows, const Feeds& feeds,
                               bool native = true);

/// The ways in which the engine may go about a graph; all give the same. Devices of the plug-in know one only.
struct Way {
  const char* says;
  EngineSettings settings;
};
const std::vector<Way>& ways();

/// Equal within `tolerance` of the largest reference, or of 1 where that is smaller; shapes and non-finite equal.
::testing::AssertionResult near(const Numbers& got, const Numbers& expected, double tolerance);

constexpr double float64_tolerance = 1e-8, float32_tolerance = 2e-5;

/// Whether dimension 0 is the rows of the batch, so that it grows with them.
bool has_rows(Value y);

/// A product with a tensor of the shape of `y`, summed: a scalar whose derivatives tell every element of y apart.
Value weighed_sum(Value y, const std::string& name, bool batched = false);
Numbers weights(const Shape& shape);  // what such an input holds

/// Skips what needs the oracle where there is none, and fails in CI.
class OracleTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { testing::need_torch(); }
};

}  // namespace plumb::contract
