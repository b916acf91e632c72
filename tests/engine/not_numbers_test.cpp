// What is not a number goes through the larger and the smaller of two, on whichever side it stands.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "plumb/engine/executor.h"
#include "plumb/graph/operators.h"

namespace plumb {
namespace {

constexpr float none = std::numeric_limits<float>::quiet_NaN();

TEST(NotNumbers, GoThroughMaximumAndMinimum) {
  constexpr size_t n = 67;  // whole vectors and a rest
  std::vector<float> x(n, 1), y(n, 2);
  for (size_t i = 0; i < n; ++i) (i % 2 == 0 ? x : y)[i] = none;
  Graph graph;
  const Value a = graph.input("a", {n}, Type::f32, false), b = graph.input("b", {n}, Type::f32, false);
  const Value larger = maximum(a, b), smaller = minimum(a, b);
  States states;
  const auto executor = make_executor("cpu", graph, {larger, smaller}, 1, states, {.threads = 1});
  executor->bind(a, x.data());
  executor->bind(b, y.data());
  executor->run();
  for (const Value result : {larger, smaller})
    for (size_t i = 0; i < n; ++i)
      EXPECT_TRUE(std::isnan(static_cast<const float*>(executor->data(result))[i])) << "at " << i;
}

}  // namespace
}  // namespace plumb
