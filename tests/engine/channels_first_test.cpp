// The order of numbers behind a flattened image, where channels come first elsewhere.
#include "plumb/engine/channels_first.h"

#include <gtest/gtest.h>

#include "plumb/graph/operators.h"

namespace plumb {
namespace {

using Orders = std::map<std::string, std::vector<int64_t>>;

Value product(Graph& graph, const std::string& scope, Value x) {
  graph.scope = scope;
  return matmul(x, graph.input(scope + " weights", {x.dim(1), 2}, Type::f32, false));
}

TEST(ChannelsFirst, ImagesBesideOtherNumbers) {
  Graph graph;
  const Value image = graph.input("image", {1, 1, 2, 3}), numbers = graph.input("numbers", {1, 2});
  const Value flat = relu(merge_dims(image, 1, 3));
  product(graph, "alone", flat);
  product(graph, "joined", concatenate({numbers, flat}, 1));
  product(graph, "numbers", numbers);
  EXPECT_EQ(channels_first_orders(graph),
            (Orders{{"alone", {0, 2, 4, 1, 3, 5}}, {"", {0, 2, 4, 1, 3, 5}}, {"joined", {0, 1, 2, 4, 6, 3, 5, 7}}}));
}

TEST(ChannelsFirst, SequencesWhereAConvolutionMadeThem) {
  Graph graph;
  const Value steps = graph.input("steps", {1, 4, 2});
  product(graph, "raw", merge_dims(steps, 1, 2));
  const Value kernel = graph.input("kernel", {1, 2, 2, 2}, Type::f32, false);
  const Value convolved = merge_dims(conv2d(merge_dims(steps, 1, 0), kernel, {.size = {1, 2}}), 1, 2);
  product(graph, "convolved", merge_dims(relu(convolved), 1, 2));
  const Value mixed = product(graph, "mix", merge_dims(convolved, 0, 2));
  product(graph, "mixed", merge_dims(split_dim(mixed, 0, {-1, 3}), 1, 2));
  EXPECT_EQ(channels_first_orders(graph), (Orders{{"convolved", {0, 3, 1, 4, 2, 5}}}));
}

}  // namespace
}  // namespace plumb
