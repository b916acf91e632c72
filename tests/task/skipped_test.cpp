// Rows that `on_error: skip` leaves out are counted in what a run says at its end and keeps.
#include <gtest/gtest.h>

#include "plumb/task/runner.h"
#include "tests/task/small_run.h"

namespace plumb {
namespace {

class SkippedRows : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;

  /// A CSV of 120 rows of which two are ragged.
  void put_table() const {
    std::string rows = "size,kind\n";
    for (int i = 0; i < 120; ++i)
      rows += std::to_string((i * 7) % 23) + ((i * 7) % 23 > 11 ? ",big" : ",small") +
              (i == 30 || i == 70 ? ",more\n" : "\n");
    testing::put(folder / "rows.csv", rows);
  }
  /// Two classes of images, one of which is cut off.
  void put_images() const {
    for (const char* kind : {"ant", "bee"}) {
      std::filesystem::create_directories(folder / "photos" / kind);
      for (int i = 0; i < 20; ++i)
        testing::put(folder / "photos" / kind / fmt::format("{}.pgm", i),
                     "P5 2 2 255\n" + std::string(i == 7 && *kind == 'a' ? 1 : 4, static_cast<char>(i)));
    }
  }
  testing::Finished train(const std::string& task, const std::string& words) const {
    testing::put(folder / "task.yaml", "name: broken\ntrain: {epochs: 1}\n" + task);
    return testing::plumb(folder.path(), "train task.yaml " + words);
  }
  /// In metrics.json of a run, -1 where it says nothing.
  double kept(const std::string& run) const {
    const Entry metrics = parse_json(testing::content(folder / "runs" / run / "metrics.json"), "metrics");
    const Entry* count = metrics.find("skipped_rows");
    return count ? count->as_double() : -1;
  }
};

TEST_F(SkippedRows, OfATable) {
  put_table();
  const std::string task = "data: rows.csv\ntarget: kind\nmodel: {mlp: [4]}\non_error: skip\n";
  const auto finished = train(task, "");
  ASSERT_EQ(finished.code, 0) << finished.err;
  EXPECT_NE(finished.out.find("2 rows could not be read and were left out; see skipped.json\n"), std::string::npos)
      << finished.out;
  EXPECT_EQ(kept("broken-1"), 2);
  const auto json = train(task, "--json");
  ASSERT_EQ(json.code, 0) << json.err;
  EXPECT_EQ(parse_json(json.out, "run").at("metrics").at("skipped_rows").as_double(), 2);
}

TEST_F(SkippedRows, OfAStream) {
  put_table();
  const auto finished =
      train("data: {train: rows.csv, stream: true}\ntarget: kind\nmodel: {mlp: [4]}\non_error: skip\n", "");
  ASSERT_EQ(finished.code, 0) << finished.err;
  EXPECT_NE(finished.out.find("2 rows could not be read"), std::string::npos) << finished.out;
  EXPECT_EQ(kept("broken-1"), 2);
}

TEST_F(SkippedRows, OfFolds) {
  put_table();
  const auto finished =
      train("data: rows.csv\ntarget: kind\nmodel: {mlp: [4]}\non_error: skip\nsplit: {folds: 3}\n", "");
  ASSERT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(kept("broken-1"), 2);
}

TEST_F(SkippedRows, OfImages) {
  put_images();
  const auto finished = train("data: photos\ntarget: label\nmodel: [flatten]\non_error: skip\n", "");
  ASSERT_EQ(finished.code, 0) << finished.err;
  EXPECT_NE(finished.out.find("1 row could not be read and was left out; see skipped.json\n"), std::string::npos)
      << finished.out;
  EXPECT_EQ(kept("broken-1"), 1);
}

TEST_F(SkippedRows, AreNotSpokenOfWhereNoneMayBe) {
  testing::put(folder / "rows.csv", "size,kind\n1,a\n2,b\n1,a\n2,b\n1,a\n2,b\n1,a\n2,b\n1,a\n2,b\n");
  const std::string task = "data: rows.csv\ntarget: kind\nmodel: {mlp: [4]}\nsplit: {valid: 0.2, test: 0.2}\n";
  const auto refusing = train(task, "");
  ASSERT_EQ(refusing.code, 0) << refusing.err;
  EXPECT_EQ(kept("broken-1"), -1);
  const auto skipping = train(task + "on_error: skip\n", "");
  ASSERT_EQ(skipping.code, 0) << skipping.err;
  EXPECT_EQ(skipping.out.find("left out"), std::string::npos) << skipping.out;
  EXPECT_EQ(kept("broken-2"), 0);
}

}  // namespace
}  // namespace plumb
