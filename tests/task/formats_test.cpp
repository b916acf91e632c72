// The same table through every format trains to the same bits, and answers the same.
#include <gtest/gtest.h>

#include "tests/support/program.h"

namespace plumb {
namespace {

TEST(TrainFormats, TheSameTableTrainsToTheSameBits) {
  const testing::ScratchFolder folder;
  const auto from = testing::source_dir() / "tests/data/formats";
  std::filesystem::copy(from, folder / "formats");
  std::string weights, metrics, answers;
  for (const char* data :
       {"formats/people.csv", "formats/people.csv.zst", "formats/people.jsonl", "formats/people.arff",
        "formats/people.parquet", "formats/people.feather", "formats/people.arrows",
        "{npz: {path: formats/people.npz, arrays: {age: age, height: height, city: city, member: member, "
        "seen: seen, kind: kind}}}",
        "formats/people.db", "sqlite:///formats/people.db?table=people"}) {
    SCOPED_TRACE(data);
    std::string task = "name: people\nseed: 5\ndata: " + std::string(data) + "\n";
    task +=
        "target: kind\ninputs: {age: integer, height: number, city: category, member: boolean, seen: ignore}\n"
        "model: [{dense: {units: 8, activation: relu}}]\ntrain: {epochs: 3, batch_size: 32}\n";
    testing::put(folder / "task.yaml", task);
    std::filesystem::remove_all(folder / "runs");
    const auto finished =
        testing::plumb(folder.path(), "train task.yaml --quiet && " + testing::program() +
                                          " predict runs/people-1 formats/people.parquet > answers.csv");
    ASSERT_EQ(finished.code, 0) << finished.err;
    const auto content = [&](const char* file) { return testing::content(folder / file); };
    if (weights.empty()) {
      weights = content("runs/people-1/weights.safetensors");
      metrics = content("runs/people-1/metrics.json");
      answers = content("answers.csv");
      ASSERT_FALSE(weights.empty());
      ASSERT_GT(answers.size(), 1000u);
    }
    EXPECT_TRUE(content("runs/people-1/weights.safetensors") == weights);
    EXPECT_EQ(content("runs/people-1/metrics.json"), metrics);
    EXPECT_EQ(content("answers.csv"), answers);
  }
}

}  // namespace
}  // namespace plumb
