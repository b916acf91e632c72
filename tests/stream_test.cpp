// Training on rows that memory does not hold. In a program of its own: the peak that the system reports of a child is
// at least what its parent held when it was started.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <fstream>

#include "plumb/core/entry.h"
#include "plumb/core/row_draw.h"
#include "tests/support/measured.h"
#include "tests/support/parquet.h"

namespace plumb {
namespace {

using testing::ScratchFolder;

testing::Measured train(const std::filesystem::path& folder, const std::string& runs) {
  return testing::measured(
      {"train", (folder / "task.yaml").string(), "--runs", (folder / runs).string(), "--threads", "2"});
}

class Stream : public ::testing::Test {
 protected:
  static constexpr int columns = 20;
  ScratchFolder folder;

  static double cell(int64_t row, int column) { return draw_of_row(1, static_cast<uint32_t>(column), row) - 0.5; }
  static const char* kind(int64_t row) { return cell(row, 0) + cell(row, 1) + cell(row, 2) > 0 ? "yes" : "no"; }

  /// Rows whose class is the sign of a sum of three numbers, and a word that says nothing.
  void put_rows(int64_t rows, bool with_parts = false) const {
    std::ofstream out(folder / "large.csv");
    for (int c = 0; c < columns; ++c) out << 'x' << c << ',';
    out << (with_parts ? "part,work,rich\n" : "work,rich\n");
    std::string line;
    for (int64_t row = 0; row < rows; ++row) {
      line.clear();
      for (int c = 0; c < columns; ++c) line += fmt::format("{:.5f},", cell(row, c));
      if (with_parts) line += row % 10 == 0 ? "valid," : row % 10 == 1 ? "test," : "train,";
      out << line << "job" << row % 5 << ',' << kind(row) << '\n';
    }
  }
  /// The same rows as JSON lines.
  void put_lines(int64_t rows) const {
    std::ofstream out(folder / "large.jsonl");
    std::string line;
    for (int64_t row = 0; row < rows; ++row) {
      line = "{";
      for (int c = 0; c < columns; ++c) line += fmt::format("\"x{}\":{:.5f},", c, cell(row, c));
      out << line << "\"work\":\"job" << row % 5 << "\",\"rich\":\"" << kind(row) << "\"}\n";
    }
  }
  /// The same rows as Parquet, in groups.
  void put_groups(int64_t rows, int64_t of_group) const {
    std::ofstream out(folder / "large.parquet", std::ios::binary);
    std::vector<std::string> names;
    for (int c = 0; c < columns; ++c) names.push_back(fmt::format("x{}", c));
    testing::ParquetWriter writer(out, names, {"work", "rich"});
    for (int64_t row = 0; row < rows; ++row) {
      for (int c = 0; c < columns; ++c) writer.number(static_cast<size_t>(c), cell(row, c));
      writer.word(0, fmt::format("job{}", row % 5));
      writer.word(1, kind(row));
      if ((row + 1) % of_group == 0) writer.end_group(of_group);
    }
    writer.end();
  }
  void put_task(const std::string& more) const {
    testing::put(folder / "task.yaml",
                 "name: large\ndata: {train: large.csv}\ntarget: rich\nsplit: {valid: 0.1, test: 0.1}\n"
                 "prepare: [one_hot, standardize]\nmodel: [{dense: {units: 16, activation: relu}}]\n"
                 "train: {epochs: 1, batch_size: 512}\n" +
                     more);
  }
  static double number(const Entry& entry, const char* name) { return entry.at(name).as_double(); }
  double accuracy_of(const std::string& words) const {
    const auto finished = testing::plumb(folder.path(), words + " --json");
    EXPECT_EQ(finished.code, 0) << finished.err;
    return number(parse_json(finished.out, "scores").at("targets").at("rich").at("scores"), "accuracy");
  }
  double accuracy_in(const std::string& runs) const {
    const Entry metrics = parse_json(testing::content(folder / runs / "large-1" / "metrics.json"), "metrics");
    return number(metrics.at("targets").at("rich").at("scores"), "accuracy");
  }
  std::string weights(const std::string& runs) const {
    return testing::content(folder / runs / "large-1" / "weights.safetensors");
  }
};

TEST_F(Stream, AMemoryLimitIsHonouredByAFileThatIsLarger) {
  put_rows(1'100'000);  // 200 MB, and as tables and tensors several times the limit
  ASSERT_GT(std::filesystem::file_size(folder / "large.csv"), 180e6);
  put_task("memory_limit: 150M\n");
  const testing::Measured first = train(folder.path(), "first");
  ASSERT_EQ(first.code, 0) << first.err;
  testing::expect_streamed_below(150.0 * (1 << 20), first);
  EXPECT_NE(first.err.find("rows stay in their files"), std::string::npos) << first.err;
  RecordProperty("peak", std::to_string(first.peak_bytes));
  const Entry metrics = parse_json(testing::content(folder / "first" / "large-1" / "metrics.json"), "metrics");
  EXPECT_NEAR(metrics.at("rows").as_double(), 110'000, 2'000);
  EXPECT_GT(metrics.at("targets").at("rich").at("scores").at("accuracy").as_double(), 0.95);

  EXPECT_EQ(number(metrics.at("targets").at("rich").at("scores"), "accuracy"), accuracy_of("evaluate first/large-1"));

  const auto answered = testing::plumb(folder.path(), "predict first/large-1 large.csv -o answers.csv --json");
  ASSERT_EQ(answered.code, 0) << answered.err;
  EXPECT_NE(answered.out.find("\"rows\": 1100000,"), std::string::npos) << answered.out;
  EXPECT_EQ(testing::shell(folder.path(), "grep -c rich answers.csv").out, "1\n");  // one header, above all pieces
  EXPECT_NEAR(accuracy_of("evaluate first/large-1 --data large.csv"), accuracy_of("evaluate first/large-1"), 0.01);
  const auto exported = testing::plumb(folder.path(), "export first/large-1");
  EXPECT_EQ(exported.code, 0) << exported.err;

  const auto plan = testing::plumb(folder.path(), "plan task.yaml --json");
  ASSERT_EQ(plan.code, 0) << plan.err;
  const Entry forecast = parse_json(plan.out, "plan");
  EXPECT_EQ(forecast.at("streamed").word(), "true");
  EXPECT_LE(number(forecast.at("memory_bytes"), "streaming"), 150.0 * (1 << 20));
  EXPECT_GT(number(forecast.at("memory_bytes"), "streaming"), first.peak_bytes / 2);
}

/// A limit that holding the rows would break, whatever they are read from.
TEST_F(Stream, AMemoryLimitIsHonouredWhateverTheFormat) {
  constexpr int64_t rows = 400'000;
  put_groups(rows, 10'000);
  put_lines(rows);
  for (const std::string format : {"parquet", "jsonl"}) {
    SCOPED_TRACE(format);
    put_task("memory_limit: 150M\n");
    testing::shell(folder.path(), "sed -i 's/large.csv/large." + format + "/' task.yaml");
    const testing::Measured trained = train(folder.path(), format);
    ASSERT_EQ(trained.code, 0) << trained.err;
    testing::expect_streamed_below(150.0 * (1 << 20), trained);
    EXPECT_NE(trained.err.find("rows stay in their files"), std::string::npos) << trained.err;
    RecordProperty("peak_" + format, std::to_string(trained.peak_bytes));
    EXPECT_GT(accuracy_in(format), 0.95);
  }
}

TEST_F(Stream, ATrainingAgreesWithOneInMemory) {
  put_rows(100'000, true);
  put_task("");
  testing::shell(folder.path(),
                 "sed -i -e 's/split:.*/split: {column: part}/' -e 's/batch_size: 512/batch_size: 100000/' -e "
                 "'s/epochs: 1/epochs: 20, optimizer: {adam: {learning_rate: 0.02}}/' task.yaml");
  const testing::Measured held = train(folder.path(), "held");
  ASSERT_EQ(held.code, 0) << held.err;
  testing::shell(folder.path(), "sed -i 's/train: large.csv/train: large.csv, stream: true/' task.yaml");
  const testing::Measured streamed = train(folder.path(), "streamed");
  ASSERT_EQ(streamed.code, 0) << streamed.err;
  const auto file = [&](const std::string& runs, const char* name) {
    return testing::content(folder / runs / "large-1" / name);
  };
  EXPECT_NE(streamed.err.find("rows stay in their files: 80,000 train, 10,000 valid, 10,000 test"), std::string::npos)
      << streamed.err;
  EXPECT_EQ(file("streamed", "prepare.json"), file("held", "prepare.json"));
  EXPECT_EQ(file("streamed", "schema.json"), file("held", "schema.json"));
  EXPECT_EQ(file("streamed", "network.json"), file("held", "network.json"));
  // A batch is all rows: only the order of sums differs.
  const auto scores = [&](const std::string& runs) {
    const Entry metrics = parse_json(file(runs, "metrics.json"), "metrics");
    EXPECT_EQ(number(metrics, "rows"), 10'000);
    return number(metrics.at("targets").at("rich").at("scores"), "log_loss");
  };
  EXPECT_NEAR(scores("streamed"), scores("held"), 1e-4);
}

TEST_F(Stream, JsonLinesAreStreamedToo) {
  put_rows(60'000);
  put_lines(60'000);
  put_task("");
  testing::shell(folder.path(), "sed -i 's/train: large.csv/train: large.jsonl, stream: true/' task.yaml");
  const testing::Measured lines = train(folder.path(), "lines");
  ASSERT_EQ(lines.code, 0) << lines.err;
  EXPECT_NE(lines.err.find("rows stay in their files"), std::string::npos) << lines.err;
  put_task("");
  testing::shell(folder.path(), "sed -i 's/train: large.csv/train: large.csv, stream: true/' task.yaml");
  ASSERT_EQ(train(folder.path(), "cells").code, 0);
  EXPECT_NEAR(accuracy_in("lines"), accuracy_in("cells"), 0.02);
}

TEST_F(Stream, AResumedRunHasTheSameBits) {
  put_rows(90'000);
  put_task("memory_limit: 2G\n");
  testing::shell(folder.path(), "sed -i 's/train: large.csv/train: large.csv, stream: true/' task.yaml");
  const testing::Measured whole = train(folder.path(), "whole");
  ASSERT_EQ(whole.code, 0) << whole.err;
  EXPECT_NE(whole.err.find("rows stay in their files"), std::string::npos) << whole.err;
  const auto stopped = testing::plumb(folder.path(), "train task.yaml --runs parts --threads 2 --stop-after 57");
  ASSERT_EQ(stopped.code, 0) << stopped.err;
  EXPECT_TRUE(weights("parts").empty());
  const auto resumed = testing::plumb(folder.path(), "resume parts/large-1");
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(weights("parts"), weights("whole"));

  const auto other = testing::plumb(folder.path(), "train task.yaml --runs other --threads 2 --stop-after 57");
  ASSERT_EQ(other.code, 0) << other.err;
  put_rows(90'001);
  EXPECT_NE(testing::plumb(folder.path(), "resume other/large-1").code, 0);  // of other rows
}

TEST_F(Stream, WhatDoesNotFitEvenSoIsRefused) {
  put_rows(400'000);
  put_task("memory_limit: 60M\n");
  const auto refused = testing::plumb(folder.path(), "train task.yaml");
  EXPECT_EQ(refused.code, 2) << refused.err;
  EXPECT_NE(refused.err.find("streaming does not help: even so"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
}

TEST_F(Stream, WhatNeedsAllRowsIsRefusedBeforeTheRun) {
  put_rows(90'000);
  put_task("");
  const auto refused = [&](const std::string& edit, const std::string& why) {
    put_task("");
    testing::shell(folder.path(),
                   "sed -i -e 's/train: large.csv/train: large.csv, stream: true/' -e '" + edit + "' task.yaml");
    const auto finished = testing::plumb(folder.path(), "train task.yaml");
    EXPECT_EQ(finished.code, 2) << edit << finished.err;
    EXPECT_NE(finished.err.find(why), std::string::npos) << finished.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
  };
  refused("s/split:.*/split: {folds: 3}/", "`split.folds` needs all rows in memory");
  refused("s/prepare: ./&drop_duplicates, /", "`drop_duplicates` looks at all train rows at once");
  refused("s/split:.*/split: {by: time, column: x0}/", "`split.by: time` needs all rows in memory");
  refused("s/epochs: 1/epochs: 1, batches: balanced/", "`train.batches: balanced` needs all rows in memory");
  testing::put(folder / "few.arff", "@relation few\n@attribute a numeric\n@attribute rich {yes,no}\n@data\n1,yes\n");
  refused("s/large.csv/few.arff/", "reader `arff` reads its rows as a whole");
}

}  // namespace
}  // namespace plumb
