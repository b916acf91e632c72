// `train.from`: a training that begins with the weights of a run, of a bundle or of a file of tensors.
#include <gtest/gtest.h>

#include "plumb/core/safetensors.h"
#include "plumb/task/use_model.h"
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
  RunResult train(const std::string& from) const {
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
  /// The weights of `base` as a program would write them that has other names for the same layers.
  std::string renamed_weights() const {
    const std::map<std::string, std::string> names{
        {"dense", "first"}, {"batch_normalization", "norm"}, {"dense_1", "second"}, {"dense_2", "head"}};
    const Safetensors stored = read_safetensors(base / "weights.safetensors");
    std::map<std::string, TensorBytes> renamed;
    for (const auto& [name, tensor] : stored.tensors) {
      const size_t slash = name.find('/');
      renamed[names.at(name.substr(0, slash)) + "." + name.substr(slash + 1)] = tensor;
    }
    write_safetensors(folder / "other.safetensors", renamed);
    return (folder / "other.safetensors").string();
  }
  std::string message(const std::string& from) const {
    try {
      train(from);
    } catch (const Error& error) {
      EXPECT_EQ(error.exit_code(), 2);
      return error.what();
    }
    return "no error";
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

TEST_F(StartFrom, ARunIsUsedWhenWhatItBeganWithIsGone) {
  const RunResult run = train(base.string());
  std::filesystem::remove_all(base);
  EXPECT_NE(message(base.string()).find("train.from: " + base.string() + " is not there"), std::string::npos);
  EXPECT_NO_THROW(evaluate_model(run.folder, (folder / "data.csv").string()));
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

TEST_F(StartFrom, TensorsThatHaveOtherNames) {
  const std::string path = "{path: " + renamed_weights();
  const RunResult all =
      train(path + ", names: {first: dense, norm: batch_normalization, second: dense_1, head: dense_2}}");
  for (const char* layer : {"dense", "dense_1", "dense_2"}) EXPECT_EQ(same_as_base(all.folder, layer), 1) << layer;
  const RunResult one =
      train(path + ", names: {second.kernel: dense_1/kernel, second.bias: dense_1/bias}, layers: [dense_1]}");
  EXPECT_EQ(same_as_base(one.folder, "dense_1"), 1);
  EXPECT_EQ(same_as_base(one.folder, "dense"), 0);
}

TEST_F(StartFrom, MistakesInNamesAreAnsweredWithWhatToWrite) {
  const std::string path = "{path: " + renamed_weights();
  const auto expect = [&](const std::string& rest, const std::vector<std::string>& parts) {
    const std::string text = message(path + rest);
    for (const std::string& part : parts)
      EXPECT_NE(text.find(part), std::string::npos) << part << " is not in " << text;
  };
  expect("}", {"has nothing for layer dense", "names: {theirs: dense}", "first: bias [8]"});
  expect(", names: {frist: dense}}",
         {"train.from.names: ", "has no layer or weight \"frist\"; did you mean \"first\"?"});
  expect(", names: {first: dens}}", {"first is given the name \"dens\"", "did you mean \"dense\"?"});
  expect(", names: {second: dense, first: dense_1, norm: batch_normalization, head: dense_2}}",
         {"the kernel of second is [8, 8] in our layout, and dense needs [3, 8]"});
  expect(", layers: [dens]}", {"train.from.layers: there is no layer \"dens\"", "did you mean \"dense\"?"});
}

TEST_F(StartFrom, WhatIsNotThereIsRefused) {
  EXPECT_THROW(train((folder / "nowhere").string()), Error);
  testing::put(folder / "broken.plumb", "no bundle");
  EXPECT_THROW(train((folder / "broken.plumb").string()), Error);
}

}  // namespace
}  // namespace plumb
