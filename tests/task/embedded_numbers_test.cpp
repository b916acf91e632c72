// The bins that a step learned reach the layer that embeds numbers by them.
#include <gtest/gtest.h>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/piecewise_linear_embedding.h"
#include "plumb/model/networks/tabular.h"
#include "plumb/prepare/embedding_bins.h"
#include "plumb/task/model.h"

namespace plumb {
namespace {

Dataset rows(int count) {
  std::vector<double> age, price;
  for (int i = 0; i < count; ++i) {
    age.push_back(20 + i % 60);
    price.push_back(i % 60 < 30 ? 1 : 5 + i % 7);
  }
  Dataset rows;
  rows.table.set("age", Column::numbers(std::move(age)));
  rows.table.set("price", Column::numbers(std::move(price)));
  rows.targets = {{.column = "price", .type = TargetType::number}};
  return rows;
}

TEST(EmbeddedNumbers, ByTheBinsOfAStep) {
  Model model(Pipeline{EmbeddingBins{}}, {PiecewiseLinearEmbedding{.units = 4}, Flatten{}, Dense{8, relu}});
  model.fit(rows(200), {.epochs = 1, .quiet = true});
  EXPECT_EQ(model.trained().network.inputs.at(0).edges.size(), 1U);
}

TEST(EmbeddedNumbers, ByTheBinsThatTheNetworkTabularAsksForWhereThereAreRowsEnough) {
  for (const int count : {200, 5000}) {
    Model model{Architecture(NamedNetwork(TabularNetwork{.units = {8}, .members = 2}))};
    model.fit(rows(count), {.epochs = 1, .quiet = true});
    const bool embeds = model.summary().find("piecewise_linear_embedding") != std::string::npos;
    EXPECT_EQ(embeds, count > 3000) << model.summary();
  }
}

}  // namespace
}  // namespace plumb
