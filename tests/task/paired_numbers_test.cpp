// What two numbers tell together reaches the network `tabular`, without a word in the task.
#include <gtest/gtest.h>

#include "plumb/model/networks/tabular.h"
#include "plumb/prepare/standardize.h"
#include "plumb/task/model.h"

namespace plumb {
namespace {

Dataset rows(int count) {
  std::vector<double> people, area, price;
  for (int i = 0; i < count; ++i) {
    people.push_back(1 + (i * 37) % 101);
    area.push_back(1 + (i * 53) % 97);
    price.push_back(people.back() / area.back());
  }
  people.front() = NAN;
  area.back() = 0;
  Dataset rows;
  rows.table.set("people", Column::numbers(std::move(people)));
  rows.table.set("area", Column::numbers(std::move(area)));
  rows.table.set("price", Column::numbers(std::move(price)));
  rows.targets = {{.column = "price", .type = TargetType::number}};
  return rows;
}

NamedNetwork small() { return TabularNetwork{.units = {8}, .members = 2}; }

TEST(PairedNumbers, AreAskedForWhereThereAreRowsEnough) {
  for (const int count : {200, 5000}) {
    Model model{Architecture(small())};
    model.fit(rows(count), {.epochs = 1, .quiet = true});
    const bool pairs = model.trained().prepare.has("pair_features");
    EXPECT_EQ(pairs, count > 3000);
    if (!pairs) continue;
    EXPECT_TRUE(model.trained().prepare.apply(rows(count).table).has("people / area"));
    for (const Answer& answer : model.predict(rows(count).table))
      for (const double value : answer.values) EXPECT_TRUE(std::isfinite(value));
  }
}

TEST(PairedNumbers, AreLeftToATaskThatListsItsSteps) {
  Model model{Pipeline{Standardize{}}, Architecture(small())};
  model.fit(rows(5000), {.epochs = 1, .quiet = true});
  EXPECT_FALSE(model.trained().prepare.has("pair_features"));
}

}  // namespace
}  // namespace plumb
