// Bins by a tree against what scikit-learn's trees ask of the same column (tests/references/sklearn_trees.py).
#include "plumb/prepare/tree_split.h"

#include "plumb/prepare/embedding_bins.h"
#include "tests/prepare/cases.h"

namespace plumb::testing {
namespace {

TEST(TreeSplit, AsksWhatSklearnsTreesAsk) {
  const Entry cases = parse_json(read_file(source_dir() / "tests/prepare/sklearn_trees.json"), "sklearn_trees.json");
  for (const Entry& one : cases.items()) {
    SCOPED_TRACE(one.at("says").word());
    Table rows;
    rows.set("x", Column::numbers(numbers_of(one.at("x"))));
    rows.set("truth", column_of(one.at("truth")));
    const EmbeddingBins step{.bins = static_cast<int64_t>(one.at("leaves").as_double()),
                             .min_rows = static_cast<int64_t>(one.at("rows").as_double()),
                             .target = "truth"};
    const auto state = step.fit(Rows(rows), {.targets = {"truth"}});
    const std::vector<double> expected = numbers_of(one.at("thresholds"));
    const std::vector<double>& edges = state.binned.at(0).edges;
    ASSERT_EQ(edges.size(), expected.size() + 2);
    for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(edges[i + 1], expected[i], 1e-5) << i;
  }
  EXPECT_EQ(cases.items().size(), 6U);
}

TEST(TreeSplit, OfFewRowsOrNoneAsksNothing) {
  EXPECT_TRUE(tree_thresholds({}, {{}}, {}).empty());
  EXPECT_TRUE(tree_thresholds({1, 2}, {{0, 1}}, {.leaves = 2, .rows = 2}).empty());
  EXPECT_EQ(tree_thresholds({1, 2}, {{0, 1}}, {.leaves = 2, .rows = 1}), std::vector<double>{1.5});
}

}  // namespace
}  // namespace plumb::testing
