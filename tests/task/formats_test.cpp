// The same table through every format trains to the same bits, and answers the same.
#include <gtest/gtest.h>

#include "tests/support/postgresql_server.h"
#include "tests/support/tar.h"

namespace plumb {
namespace {

/// Trains from one source after the other in one folder, and compares each run with the first.
class Formats {
 public:
  Formats(const testing::ScratchFolder& folder, std::string rest_of_task, std::string rows_to_answer)
      : folder_(folder), rest_(std::move(rest_of_task)), answered_(std::move(rows_to_answer)) {}

  void expect_same(const std::string& data) {
    SCOPED_TRACE(data);
    testing::put(folder_ / "task.yaml", "name: same\nseed: 5\ndata: " + data + "\n" + rest_);
    std::filesystem::remove_all(folder_ / "runs");
    const auto finished = testing::plumb(folder_.path(), "train task.yaml --quiet && " + testing::program() +
                                                             " predict runs/same-1 " + answered_ + " > answers.csv");
    ASSERT_EQ(finished.code, 0) << finished.err;
    const auto content = [&](const char* file) { return testing::content(folder_ / file); };
    if (weights_.empty()) {
      weights_ = content("runs/same-1/weights.safetensors");
      metrics_ = content("runs/same-1/metrics.json");
      answers_ = content("answers.csv");
      ASSERT_FALSE(weights_.empty());
      ASSERT_GT(answers_.size(), 1000u);
    }
    EXPECT_TRUE(content("runs/same-1/weights.safetensors") == weights_);
    EXPECT_EQ(content("runs/same-1/metrics.json"), metrics_);
    EXPECT_EQ(content("answers.csv"), answers_);
  }

 private:
  const testing::ScratchFolder& folder_;
  std::string rest_, answered_;
  std::string weights_, metrics_, answers_;
};

TEST(TrainFormats, TheSameTableTrainsToTheSameBits) {
  const testing::ScratchFolder folder;
  std::filesystem::copy(testing::source_dir() / "tests/data/formats", folder / "formats");
  Formats formats(folder,
                  "target: kind\n"
                  "inputs: {age: integer, height: number, city: category, member: boolean, seen: ignore}\n"
                  "model: [{dense: {units: 8, activation: relu}}]\ntrain: {epochs: 3, batch_size: 32}\n",
                  "formats/people.parquet");
  for (const char* data :
       {"formats/people.csv", "formats/people.csv.zst", "formats/people.jsonl", "formats/people.arff",
        "formats/people.parquet", "formats/people.feather", "formats/people.arrows",
        "{npz: {path: formats/people.npz, arrays: {age: age, height: height, city: city, member: member, "
        "seen: seen, kind: kind}}}",
        "formats/people.db", "sqlite:///formats/people.db?table=people"})
    formats.expect_same(data);

  const testing::PostgresqlServer server;
  if (!server.problem.empty()) {
    if (testing::is_ci()) FAIL() << server.problem;
    GTEST_SKIP() << "all but the last format: " << server.problem;
  }
  const auto made = server.put_people();
  ASSERT_EQ(made.code, 0) << made.err;
  formats.expect_same(server.url() + "?table=people");
}

TEST(TrainFormats, TheSameImagesTrainToTheSameBits) {
  const testing::ScratchFolder folder;
  std::string tar, shards[2], table = "image,label\n";
  int row = 0;
  for (const std::string kind : {"ant", "bee"}) {
    std::filesystem::create_directories(folder / "photos" / kind);
    for (int i = 10; i < 40; ++i, ++row) {
      std::string picture = "P6 4 4 255\n";
      for (int k = 0; k < 48; ++k) picture += static_cast<char>((i * 37 + k * (kind == "ant" ? 11 : 23)) % 251);
      const std::string name = kind + "/" + std::to_string(i) + ".ppm", key = std::to_string(100 + row);
      testing::put(folder / "photos" / name, picture);
      tar += testing::tar_entry(name, picture);
      shards[row / 30] += testing::tar_entry(key + ".ppm", picture) + testing::tar_entry(key + ".cls", kind);
      table += "photos/" + name + "," + kind + "\n";
    }
  }
  testing::put(folder / "photos.tar", tar + testing::tar_end());
  for (const int shard : {0, 1})
    testing::put(folder / ("shard-" + std::to_string(shard) + ".tar"), shards[shard] + testing::tar_end());
  testing::put(folder / "photos.csv", table);

  Formats formats(folder,
                  "target: label\ninputs: {image: image}\nsplit: {valid: 0.2, test: 0.2}\n"
                  "model: [flatten, {dense: {units: 8, activation: relu}}]\ntrain: {epochs: 3, batch_size: 8}\n",
                  "photos.csv");
  for (const char* data : {"photos", "photos.tar", "photos.csv", "{webdataset: {path: \"shard-*.tar\"}}"})
    formats.expect_same(data);
}

}  // namespace
}  // namespace plumb
