// `train.from`: a training that begins with the weights of a run, of a bundle or of a file of tensors.
#include <gtest/gtest.h>

#include "plumb/core/safetensors.h"
#include "tests/task/small_run.h"

namespace plumb {
namespace {

class StartFrom : public ::testing::Test {
 protected:
  StartFrom() {
    testing::put_small_task(folder, "1 epoch", 3, 0);
    base = train("").folder;
  }
  /// One more training; so small a rate that the weights stay what they were at the start.
  RunResult train(const std::string& from) {
    std::vector<std::string> set;
    if (!from.empty())
      set = {"train.from=" + from, "train.optimizer.adam.learning_rate=1e-12", "train.epochs=1",
             "train.schedule=constant"};
    return train_task(read_task((folder / "task.yaml").string(), set), {.runs = folder / "runs", .quiet = true});
  }
  static std::map<std::string, std::vector<float>> weights(const Path& run) {
    std::map<std::string, std::vector<float>> all;
    const Safetensors stored = read_safetensors(run / "weights.safetensors");
    for (const auto& [name, tensor] : stored.tensors) {
      std::vector<float>& values = all[name];
      values.resize(tensor.bytes.size() / sizeof(float));
      std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    }
    return all;
  }
  /// How many of its layers' weights are those of `base`.
  int64_t same_as_base(const Path& run, const std::string& layer) const {
    int64_t same = 0;
    const auto before = weights(base), now = weights(run);
    for (const auto& [name, values] : before) {
      if (name.find(layer + "/kernel") == std::string::npos) continue;
      EXPECT_TRUE(now.contains(name)) << name;
      double apart = 0;
      for (size_t i = 0; i < values.size(); ++i) apart = std::max<double>(apart, std::abs(values[i] - now.at(name)[i]));
      same += apart < 1e-6;
    }
    return same;
  }
  testing::ScratchFolder folder;
  Path base;
};

TEST_F(StartFrom, ARun) {
  const RunResult run = train(base.string());
  EXPECT_EQ(same_as_base(run.folder, "dense"), 1);
  EXPECT_EQ(same_as_base(run.folder, "dense_1"), 1);
  EXPECT_EQ(same_as_base(train("").folder, "dense"), 1) << "the same seed trains the same";
}

TEST_F(StartFrom, ABundle) {
  Path bundle;
  for (const auto& item : std::filesystem::recursive_directory_iterator(base))
    if (item.path().extension() == ".plumb") bundle = item.path();
  ASSERT_FALSE(bundle.empty());
  EXPECT_EQ(same_as_base(train(bundle.string()).folder, "dense_1"), 1);
}

TEST_F(StartFrom, TensorsAndSomeLayersOnly) {
  const std::string file = (base / "weights.safetensors").string();
  EXPECT_EQ(same_as_base(train(file).folder, "dense"), 1);
  const RunResult some = train("{path: " + file + ", layers: [dense_1]}");
  EXPECT_EQ(same_as_base(some.folder, "dense_1"), 1);
  EXPECT_EQ(same_as_base(some.folder, "dense"), 0);
}

TEST_F(StartFrom, WhatIsNotThereIsRefused) {
  EXPECT_THROW(train((folder / "nowhere").string()), Error);
  testing::put(folder / "broken.plumb", "no bundle");
  EXPECT_THROW(train((folder / "broken.plumb").string()), Error);
}

}  // namespace
}  // namespace plumb
