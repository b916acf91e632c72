// A plan is made once for each number of rows, and kept.
#include "plumb/train/predictor.h"

#include <gtest/gtest.h>

#include "plumb/graph/operators.h"
#include "plumb/model/architecture.h"
#include "plumb/model/layers/dense.h"
#include "tests/train/small_set.h"

namespace plumb::testing {
namespace {

std::vector<int64_t> planned;  // the rows of every plan that was made

/// The device that the machine has, counting what is asked of it.
std::unique_ptr<Executor> counted(const Graph& graph, const Values& outputs, int64_t rows, States& states,
                                  const EngineSettings& settings) {
  planned.push_back(rows);
  return make_executor(preferred_device(), graph, outputs, rows, states, settings);
}

TEST(Predictor, PlansOnceForEachNumberOfRows) {
  add_device("counted", counted);
  const TrainRows many = rings(10, 3, 1), one = rings(1, 3, 2);
  const Network network = Architecture(Layers{Dense{4, relu}})
                              .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {ring_target(3).spec}})
                              .network;
  Predictor predict(network, std::make_shared<States>(), {.device = "counted", .batch_size = 4});
  planned.clear();
  const auto answer = predict(many.inputs);
  EXPECT_EQ(planned, (std::vector<int64_t>{4, 2})) << "two batches and what is left";
  EXPECT_EQ(predict(many.inputs), answer);
  predict(rings(6, 3, 3).inputs);  // other rows, in batches of the same sizes
  EXPECT_EQ(planned, (std::vector<int64_t>{4, 2})) << "nothing new";
  predict(one.inputs);
  predict(one.inputs);
  EXPECT_EQ(planned, (std::vector<int64_t>{4, 2, 1}));
}

}  // namespace
}  // namespace plumb::testing
