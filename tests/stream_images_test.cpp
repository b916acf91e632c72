// Training on images that memory does not hold as pixels, from a folder, a tar and shards. In a program of its own, for
// the peak of its children's memory.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "plumb/core/entry.h"
#include "plumb/core/row_draw.h"
#include "tests/support/measured.h"
#include "tests/support/tar.h"

namespace plumb {
namespace {

class StreamImages : public ::testing::Test {
 protected:
  static constexpr int side = 24;
  testing::ScratchFolder folder;

  /// One of four classes: which quarter of the noise is brighter.
  static std::string image(int64_t number, int64_t kind) {
    std::string text = "P5 24 24 255\n";
    for (int64_t y = 0; y < side; ++y)
      for (int64_t x = 0; x < side; ++x) {
        const bool bright = (2 * y / side) * 2 + 2 * x / side == kind;
        const double draw = draw_of_row(3, static_cast<uint32_t>(number), y * side + x);
        text += static_cast<char>(static_cast<unsigned char>(draw * 150 + (bright ? 100 : 0)));
      }
    return text;
  }

  /// The same rows as photos/, photos.tar and shards/*.tar.
  void put_images(int64_t count) const {
    std::string tar, shard;
    int shards = 0;
    std::filesystem::create_directories(folder / "shards");
    const auto end_shard = [&] {
      testing::put(folder / "shards" / fmt::format("train-{:03}.tar", shards++), shard + testing::tar_end());
      shard.clear();
    };
    for (int64_t i = 0; i < count; ++i) {
      const int64_t kind = 4 * i / count;
      const std::string name = fmt::format("class{}", kind), file = fmt::format("{}/{:06}.pgm", name, i);
      const std::string content = image(i, kind);
      std::filesystem::create_directories(folder / "photos" / name);
      testing::put(folder / "photos" / file, content);
      tar += testing::tar_entry(file, content);
      shard += testing::tar_entry(fmt::format("{:06}.cls", i), name);
      shard += testing::tar_entry(fmt::format("{:06}.pgm", i), content);
      if (i % 1000 == 999) end_shard();
    }
    end_shard();
    testing::put(folder / "photos.tar", tar + testing::tar_end());
  }

  void put_task(const std::string& name, const std::string& data, const std::string& more) const {
    testing::put(folder / (name + ".yaml"),
                 "name: quarters\ntarget: label\ninputs: {image: {image: {size: [96, 96]}}}\n"
                 "model: [{average_pooling2d: {pool_size: 8}}, flatten, {dense: {units: 16, activation: relu}}]\n"
                 "data: " +
                     data + "\n" + more);
  }
  testing::Measured train(const std::string& name) const {
    return testing::measured(
        {"train", (folder / (name + ".yaml")).string(), "--runs", (folder / name).string(), "--threads", "2"});
  }
  std::string file(const std::string& name, const char* what) const {
    return testing::content(folder / name / "quarters-1" / what);
  }
  static double score(const Entry& metrics, const char* name) {
    return metrics.at("targets").at("label").at("scores").at(name).as_double();
  }
  Entry metrics(const std::string& name) const { return parse_json(file(name, "metrics.json"), "metrics"); }
  Entry answer(const std::string& words) const {
    const auto finished = testing::plumb(folder.path(), words + " --json");
    EXPECT_EQ(finished.code, 0) << finished.err;
    return parse_json(finished.out, "answer");
  }
};

constexpr auto under_a_limit =
    "memory_limit: 150M\nsplit: {valid: 0.1, test: 0.1}\naugment: [random_crop: {padding: 2}]\n"
    "train: {epochs: 1, batch_size: 128}\n";

TEST_F(StreamImages, AMemoryLimitIsHonouredWhateverTheContainer) {
  put_images(12'000);  // 7 MB as files, and 110 MB as pixels of the size that the network reads
  put_task("folder", "photos", under_a_limit);
  put_task("tar", "photos.tar", under_a_limit);
  put_task("shards", "\"shards/*.tar\"", under_a_limit);
  for (const std::string name : {"folder", "tar", "shards"}) {
    SCOPED_TRACE(name);
    const testing::Measured trained = train(name);
    ASSERT_EQ(trained.code, 0) << trained.err;
    testing::expect_streamed_below(150.0 * (1 << 20), trained);
    EXPECT_NE(trained.err.find("read in 188 pieces"), std::string::npos) << trained.err;
    RecordProperty("peak_" + name, std::to_string(trained.peak_bytes));
    EXPECT_EQ(file(name, "weights.safetensors"), file("folder", "weights.safetensors"));
    const Entry scores = metrics(name);
    EXPECT_NEAR(scores.at("rows").as_double(), 1'200, 150);
    EXPECT_GT(score(scores, "accuracy"), 0.95);
    EXPECT_EQ(score(scores, "log_loss"), score(metrics("folder"), "log_loss"));
    EXPECT_EQ(score(answer("evaluate " + name + "/quarters-1"), "accuracy"), score(scores, "accuracy"));
    const std::string data = name == "folder" ? "photos" : name == "tar" ? "photos.tar" : "'shards/*.tar'";
    EXPECT_EQ(answer("predict " + name + "/quarters-1 " + data + " -o " + name + ".csv").at("rows").word(), "12000");
    EXPECT_GT(score(answer("evaluate " + name + "/quarters-1 --data " + data), "accuracy"), 0.95);
  }
  const Entry plan = answer("plan tar.yaml");
  EXPECT_EQ(plan.at("streamed").word(), "true");
  EXPECT_LE(plan.at("memory_bytes").at("streaming").as_double(), 150.0 * (1 << 20));
  EXPECT_EQ(answer("plan tar.yaml --set memory_limit=1G").at("streamed").word(), "false");
}

TEST_F(StreamImages, ATrainingAgreesWithOneInMemory) {
  put_images(1'500);
  const std::string parts = "train: photos.tar, valid: photos, test: photos.tar";
  const std::string whole = "train: {epochs: 20, batch_size: 1500, optimizer: {adam: {learning_rate: 0.01}}}\n";
  put_task("held", "{" + parts + "}", whole);
  put_task("streamed", "{" + parts + ", stream: true}", whole);
  for (const std::string name : {"held", "streamed"}) {
    const testing::Measured trained = train(name);
    ASSERT_EQ(trained.code, 0) << trained.err;
    EXPECT_EQ(trained.err.find("rows stay in their files") != std::string::npos, name == "streamed") << trained.err;
  }
  for (const char* same : {"prepare.json", "schema.json", "network.json"})
    EXPECT_EQ(file("streamed", same), file("held", same));
  // A batch is all rows: only the order of sums differs.
  EXPECT_NEAR(score(metrics("streamed"), "log_loss"), score(metrics("held"), "log_loss"), 1e-4);
}

TEST_F(StreamImages, AResumedRunHasTheSameBits) {
  put_images(3'000);
  const std::string twice = "augment: [random_crop: {padding: 2}]\ntrain: {epochs: 2, batch_size: 64}\n";
  put_task("tar", "{train: photos.tar, stream: true}", twice);
  put_task("shards", "{train: \"shards/*.tar\", stream: true}", twice);
  for (const std::string name : {"tar", "shards"}) {
    SCOPED_TRACE(name);
    const testing::Measured trained = train(name);
    ASSERT_EQ(trained.code, 0) << trained.err;
    const std::string stopping = "train " + name + ".yaml --runs parts-" + name + " --threads 2 --stop-after 45";
    const auto stopped = testing::plumb(folder.path(), stopping);
    ASSERT_EQ(stopped.code, 0) << stopped.err;
    EXPECT_EQ(file("parts-" + name, "weights.safetensors"), "");
    testing::shell(folder.path(), "touch photos.tar shards/*.tar");  // what they hold counts
    const auto resumed = testing::plumb(folder.path(), "resume parts-" + name + "/quarters-1");
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    EXPECT_EQ(file("parts-" + name, "weights.safetensors"), file(name, "weights.safetensors"));
  }
  ASSERT_EQ(testing::plumb(folder.path(), "train tar.yaml --runs other --stop-after 45").code, 0);
  std::string changed = testing::content(folder / "photos.tar");
  changed[512 + 100] ^= 1;
  testing::put(folder / "photos.tar", changed);
  EXPECT_NE(testing::plumb(folder.path(), "resume other/quarters-1").code, 0);  // of other pixels
}

TEST_F(StreamImages, WhatDoesNotFitAsPixelsIsRefused) {
  put_images(400);
  const auto refused = [&](const std::string& data, const std::string& edit, const std::string& why) {
    put_task("large", data, "memory_limit: 120M\ntrain: {epochs: 1, batch_size: 1}\n");
    testing::shell(folder.path(), "sed -i '" + edit + "' large.yaml");
    const testing::Measured trained = train("large");
    EXPECT_EQ(trained.code, 2) << trained.err;
    EXPECT_NE(trained.err.find(why), std::string::npos) << trained.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "large"));
  };
  refused("photos.tar", "s/96, 96/512, 512/", "and 64 rows are read at a time, more than the");
  testing::shell(folder.path(), "gzip photos.tar");
  refused("photos.tar.gz", "s/96, 96/512, 512/", "and 400 rows are read at a time, more than the");
}

}  // namespace
}  // namespace plumb
