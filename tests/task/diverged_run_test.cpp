// A loss that explodes, from the command line: what is said, what is kept, and that one can go on from it.
#include <gtest/gtest.h>

#include "tests/support/program.h"

namespace plumb {
namespace {

class DivergedRun : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string rows = "size,price\n";
    for (int i = 0; i < 200; ++i) rows += std::to_string(i * 37 % 100) + "," + std::to_string(i * 37 % 100 * 3) + "\n";
    testing::put(folder_ / "data.csv", rows);
    testing::put(folder_ / "task.yaml",
                 "name: prices\ndata: data.csv\ntarget: {price: number}\nsplit: {valid: 0.2, test: 0.2}\n"
                 "model: [{dense: {units: 16, activation: relu}}, {dense: {units: 16}}]\n"
                 "train: {epochs: 5, optimizer: {sgd: {learning_rate: 50}}}\n");
  }
  testing::ScratchFolder folder_;
};

TEST_F(DivergedRun, KeepsTheLastGoodWeightsToGoOnFrom) {
  const auto finished = testing::plumb(folder_.path(), "train task.yaml");
  EXPECT_EQ(finished.code, 2) << finished.err;
  EXPECT_NE(finished.err.find("epoch 1, batch"), std::string::npos) << finished.err;
  const std::filesystem::path kept = folder_ / "runs/prices-1/last_good.safetensors";
  ASSERT_TRUE(std::filesystem::exists(kept));
  EXPECT_NE(finished.err.find("runs/prices-1/last_good.safetensors"), std::string::npos) << finished.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "runs/prices-1/metrics.json"));

  const auto again = testing::plumb(
      folder_.path(), "train task.yaml --set train.optimizer=adam --set train.from=" + kept.string() + " --json");
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_TRUE(std::filesystem::exists(folder_ / "runs/prices-2/metrics.json"));
}

TEST_F(DivergedRun, IsNotWatchedWhereTheTaskSaysSo) {
  const auto finished = testing::plumb(folder_.path(), "train task.yaml --set train.on_nan=ignore");
  EXPECT_EQ(finished.err.find("last_good"), std::string::npos) << finished.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "runs/prices-1/last_good.safetensors"));
}

}  // namespace
}  // namespace plumb
