// The pictures in the folder of a run: each kind of its target, whole and readable.
#include "plumb/task/draw.h"

#include <gtest/gtest.h>

#include <set>

#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "tests/support/program.h"
#include "tests/support/svg.h"

namespace plumb {
namespace {

using testing::count;
using Pictures = std::map<std::string, std::string>;  // by file name

class Draw : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;

  /// Classes whose names mean something to XML, and a number.
  void SetUp() override {
    std::string rows = "x,y,kind,price\n";
    for (int i = 0; i < 200; ++i) {
      const int x = (i * 7) % 23, y = (i * 5) % 17;
      rows += fmt::format("{},{},{},{}\n", x, y, x + y + i % 5 > 20 ? "R&D" : "a<b", 2 * x - y + i % 7);
    }
    testing::put(folder / "rows.csv", rows);
  }
  Path train(const std::string& target, const std::string& more = "") const {
    testing::put(folder / "task.yaml",
                 "name: t\ndata: rows.csv\nmodel: {mlp: [8]}\ntrain: {epochs: 3}\ntarget: " + target + "\n" + more);
    return train_task(read_task((folder / "task.yaml").string()), {.runs = folder / "runs", .quiet = true}).folder;
  }
  static Pictures pictures_of(const Path& run) {
    Pictures pictures;
    for (const auto& [path, text] : testing::snapshot(run / "plots")) pictures[Path(path).filename().string()] = text;
    return pictures;
  }
  static void expect_drawn(const Pictures& pictures, const std::set<std::string>& names) {
    std::set<std::string> there;
    for (const auto& [name, svg] : pictures) {
      SCOPED_TRACE(name);
      there.insert(name);
      testing::expect_well_formed(svg);
      EXPECT_EQ(count(svg, "nothing to draw"), 0U);
    }
    EXPECT_EQ(there, names);
  }
};

TEST_F(Draw, AClassifier) {
  const Pictures drawn = pictures_of(train("kind"));
  expect_drawn(drawn, {"learning.svg", "roc.svg", "precision_recall.svg", "reliability.svg", "confusion.svg"});
  EXPECT_EQ(count(drawn.at("learning.svg"), "<polyline"), 2U);  // train and valid
  EXPECT_GE(count(drawn.at("confusion.svg"), "a&lt;b"), 2U);    // beside a row and above a column
  for (const char* curve : {"roc.svg", "precision_recall.svg", "reliability.svg"}) {
    EXPECT_GE(count(drawn.at(curve), "<polyline"), 1U) << curve;
    EXPECT_EQ(count(drawn.at(curve), "of kind</title>"), 1U) << curve;
  }
}

TEST_F(Draw, ARegressor) {
  const Pictures drawn = pictures_of(train("price"));
  expect_drawn(drawn, {"learning.svg", "residuals.svg"});
  EXPECT_GE(count(drawn.at("residuals.svg"), "<circle"), 20U);
}

TEST_F(Draw, SeveralTargetsHavePicturesEach) {
  expect_drawn(
      pictures_of(train("{kind: category, price: number}")),
      {"learning.svg", "roc.svg", "precision_recall.svg", "reliability.svg", "confusion.svg", "residuals-2.svg"});
}

TEST_F(Draw, NothingWhereNoPlotsAreAskedFor) {
  const Path run = train("kind", "evaluate: {plots: false}\n");
  EXPECT_TRUE(std::filesystem::exists(run / "metrics.json"));
  EXPECT_FALSE(std::filesystem::exists(run / "plots"));
}

}  // namespace
}  // namespace plumb
