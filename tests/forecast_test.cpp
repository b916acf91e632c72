// `plumb plan` says before a run what it takes. In a program of its own: the peak that the system reports of a child is
// at least what its parent held when it was started.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <thread>

#include "plumb/core/entry.h"
#include "plumb/task/byte_size.h"
#include "tests/support/data_sets.h"
#include "tests/support/measured.h"

namespace plumb {
namespace {

using testing::ScratchFolder;

double number(const Entry& entry, const char* name) { return entry.at(name).as_double(); }

/// One epoch, and a checkpoint at its end alone, however fast the machine is.
const std::vector<std::string> short_form{"--set", "train.epochs=1", "--set", "train.checkpoint=1000000 steps"};

/// Trains so; peak memory in bytes.
double peak_of_training(const std::string& task, const std::filesystem::path& runs) {
  std::vector<std::string> words{"train", task, "--runs", runs.string(), "--json"};
  words.insert(words.end(), short_form.begin(), short_form.end());
  const testing::Measured trained = testing::measured(words);
  EXPECT_EQ(trained.code, 0) << trained.err;
  return trained.peak_bytes;
}

/// The bytes of a folder at its largest, while it lives: checkpoints and what is kept of folds come and go.
class LargestSize {
 public:
  explicit LargestSize(std::filesystem::path folder) : folder_(std::move(folder)), looking_([this] { look(); }) {}
  ~LargestSize() { bytes(); }
  double bytes() {
    over_ = true;
    if (looking_.joinable()) looking_.join();
    return most_;
  }

 private:
  void look() {
    do {
      double bytes = 0;
      std::error_code gone;  // files are removed meanwhile
      std::filesystem::recursive_directory_iterator file(folder_, gone);
      for (; !gone && file != std::filesystem::recursive_directory_iterator(); file.increment(gone)) {
        std::error_code no_size;
        const auto size = file->is_regular_file(no_size) ? file->file_size(no_size) : 0;
        if (!no_size) bytes += static_cast<double>(size);
      }
      most_ = std::max(most_, bytes);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    } while (!over_);
  }
  std::filesystem::path folder_;
  std::atomic<bool> over_ = false;
  double most_ = 0;
  std::thread looking_;
};

class ForecastOf : public ::testing::TestWithParam<const char*> {};

TEST_P(ForecastOf, AnExampleIsNearWhatItTakes) {
  const std::string folder = GetParam(), task = (testing::source_dir() / "examples" / folder / "task.yaml").string();
  REQUIRE_DATA_SET(folder);
  const ScratchFolder scratch;
  const auto planned = testing::plumb(
      scratch.path(), "plan '" + task + "' --json --set train.epochs=1 " + "--set 'train.checkpoint=1000000 steps'");
  ASSERT_EQ(planned.code, 0) << planned.err;
  EXPECT_TRUE(std::filesystem::is_empty(scratch.path()));
  const Entry plan = parse_json(planned.out, "plan");
  LargestSize watched(scratch / "runs");
  const double peak = peak_of_training(task, scratch / "runs"), disk = watched.bytes();

  const auto summary = testing::plumb(scratch.path(), "summary runs/" + folder + "-1 --json");
  const bool races = number(plan.at("disk_bytes"), "least") < number(plan.at("disk_bytes"), "most");
  EXPECT_EQ(races, folder == "german_credit");
  const double parameters = number(parse_json(summary.out, "summary"), "parameters");
  if (races)
    EXPECT_LE(parameters, number(plan, "parameters"));
  else
    EXPECT_EQ(parameters, number(plan, "parameters"));
  EXPECT_LT(number(plan.at("disk_bytes"), "least"), 1.5 * disk);
  EXPECT_GT(number(plan.at("disk_bytes"), "most"), disk / 1.5);
  EXPECT_GT(number(plan.at("seconds"), "all"), 0);
#ifndef __SANITIZE_ADDRESS__
  const double forecast = number(plan.at("memory_bytes"), "peak");
  EXPECT_LT(forecast, 1.5 * peak);
  EXPECT_GT(forecast, peak / 1.5);
#endif
  RecordProperty("peak", std::to_string(peak));
}

INSTANTIATE_TEST_SUITE_P(Examples, ForecastOf,
                         ::testing::Values("titanic", "adult", "california_housing", "mnist", "abalone",
                                           "german_credit", "ames_housing", "sst2", "ants_bees"),
                         [](const auto& info) { return std::string(info.param); });

class Forecast : public ::testing::Test {
 protected:
  ScratchFolder folder;
  testing::Finished run(const std::string& words) { return testing::plumb(folder.path(), words); }
  void put_task(int rows, const std::string& more = "") {
    std::string data = "size,colour,kind\n";
    for (int i = 0; i < rows; ++i)
      data += std::to_string(i % 10) + (i % 2 ? ",red," : ",blue,") + (i % 10 > 4 ? "big" : "small") + "\n";
    testing::put(folder / "data.csv", data);
    testing::put(folder / "task.yaml", "name: kinds\ndata: data.csv\ntarget: kind\nmodel: [{dense: 8}]\n" + more);
  }
};

TEST_F(Forecast, CountsRowsUpdatesAndParameters) {
  put_task(100, "split: {valid: 0.2, test: 0.3}\ntrain: {epochs: 7, batch_size: 16}\n");
  const auto finished = run("plan task.yaml --json");
  ASSERT_EQ(finished.code, 0) << finished.err;
  const Entry plan = parse_json(finished.out, "plan");
  EXPECT_EQ(number(plan.at("rows"), "train"), 50);
  EXPECT_EQ(number(plan.at("rows"), "valid"), 20);
  EXPECT_EQ(number(plan.at("rows"), "test"), 30);
  EXPECT_EQ(number(plan, "updates"), 7 * 4);
  EXPECT_EQ(number(plan, "batch_size"), 16);
  EXPECT_EQ(number(plan, "parameters"),
            number(parse_json(run("summary task.yaml --json").out, "summary"), "parameters"));
  EXPECT_EQ(number(parse_json(run("plan task.yaml --json --set train.accumulate=2").out, "plan"), "updates"), 7 * 2);
  EXPECT_NE(run("plan task.yaml").out.find("updates"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
}

TEST_F(Forecast, CountsTheCheckpointsThatComeToLieThere) {
  put_task(100);
  const auto disk = [&](const std::string& checkpoint) {
    const auto finished = run("plan task.yaml --json --set 'train.checkpoint=" + checkpoint + "'");
    return number(parse_json(finished.out, "plan").at("disk_bytes"), "most");
  };
  const double one = disk("1000000 steps"), many = disk("{every: 1 steps, keep: 3}");
  EXPECT_NEAR(many - one, (disk("{every: 1 steps, keep: 7}") - many), 1) << "4 more each";
  EXPECT_GT(many, one);
}

TEST_F(Forecast, CountsTheRaceOfNetworksWhereThereIsOne) {
  put_task(400, "split: {valid: 0.2, test: 0.3}\ntrain: {epochs: 2}\n");
  const auto seconds_of_race = [&](const std::string& set) {
    const auto finished = run("plan task.yaml --json --set " + set);
    EXPECT_EQ(finished.code, 0) << finished.err;
    return number(parse_json(finished.out, "plan").at("seconds"), "choose");
  };
  EXPECT_GT(seconds_of_race("model=auto"), 0);
  EXPECT_EQ(seconds_of_race("model=mlp"), 0);
  EXPECT_EQ(seconds_of_race("model=auto --set 'target={kind: {anomaly: {labels: [big]}}}'"), 0);
  EXPECT_EQ(seconds_of_race("model=auto --set 'data={train: data.csv, stream: true}'"), 0);
}

TEST_F(Forecast, WhereNetworksRaceTheDiskIsARange) {
  put_task(400, "split: {valid: 0.2, test: 0.3}\ntrain: {epochs: 2, checkpoint: 1000000 steps}\n");
  const auto disk = [&](const std::string& model) {
    return parse_json(run("plan task.yaml --json --set model=" + model).out, "plan").at("disk_bytes");
  };
  const Entry race = disk("auto"), smallest = disk("linear"), largest = disk("tabular");
  EXPECT_NEAR(number(race, "least"), number(smallest, "most"), 1000);
  EXPECT_GT(number(race, "most"), 2 * number(race, "least"));
  EXPECT_LT(number(race, "most"), number(largest, "most")) << "of so few rows it has fewer units than by itself";
  EXPECT_NE(run("plan task.yaml --set model=auto").out.find("if the smallest network wins"), std::string::npos);
}

TEST_F(Forecast, CountsWhatIsKeptOfFolds) {
  put_task(400);
  const auto disk = [&](int folds) {
    const auto finished = run("plan task.yaml --json --set split.folds=" + std::to_string(folds));
    return number(parse_json(finished.out, "plan").at("disk_bytes"), "most");
  };
  EXPECT_NEAR(disk(7) - disk(5), disk(5) - disk(3), 100) << "two simple models more each";
  EXPECT_GT(disk(5), disk(3));
}

TEST_F(Forecast, OfManyLinesTheFirstStandForAll) {
  constexpr int rows = 1'000'000;
  put_task(rows, "split: {valid: 0.1, test: 0.1}\n");
  const auto finished = run("plan task.yaml --json");
  ASSERT_EQ(finished.code, 0) << finished.err;
  const Entry plan = parse_json(finished.out, "plan");
  EXPECT_EQ(plan.at("rows").at("estimated").word(), "true");
  EXPECT_NEAR(number(plan.at("rows"), "train"), 0.8 * rows, 0.02 * rows);
  EXPECT_NEAR(number(plan.at("rows"), "test"), 0.1 * rows, 0.01 * rows);
  EXPECT_NEAR(number(plan, "updates"), 10 * 0.8 * rows / 32, 10 * 0.02 * rows / 32);
}

TEST_F(Forecast, AMemoryLimitRefusesBeforeTheRunStarts) {
  put_task(100, "memory_limit: 1M\n");
  const auto refused = run("train task.yaml");
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("memory_limit: training would take"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("`train.batch_size`"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
  EXPECT_EQ(run("train task.yaml --set memory_limit=2G --set train.epochs=1").code, 0);
  EXPECT_EQ(run("plan task.yaml").code, 0);  // says what a run would take, limit or not
}

TEST_F(Forecast, AMemoryLimitIsAnAmount) {
  const std::pair<const char*, double> good[] = {{"2G", 2147483648.0},     {"500 MB", 524288000.0},
                                                 {"1.5GiB", 1610612736.0}, {"64k", 65536.0},
                                                 {"1000", 1000.0},         {"3b", 3.0}};
  for (const auto& [text, bytes] : good) {
    Problems problems;
    const auto size = Form<ByteSize>::read(Entry::scalar(text, false), problems);
    ASSERT_TRUE(size) << text;
    EXPECT_EQ(size->bytes, bytes) << text;
    EXPECT_EQ(Form<ByteSize>::read(Form<ByteSize>::write(*size), problems)->bytes, bytes) << text;
  }
  for (const char* text : {"", "much", "-1G", "0", "2X", "G", "1e999", "nan", "2 G B"}) {
    Problems problems;
    EXPECT_FALSE(Form<ByteSize>::read(Entry::scalar(text, false), problems)) << text;
    EXPECT_EQ(problems.all().size(), 1U) << text;
  }
  put_task(20, "memory_limit: lots\n");
  const auto finished = run("check task.yaml");
  EXPECT_EQ(finished.code, 2);
  EXPECT_NE(finished.err.find("task.yaml:5:15: memory_limit: needs an amount of memory, e.g. 500M or 2G, got \"lots\""),
            std::string::npos)
      << finished.err << finished.out;
}

}  // namespace
}  // namespace plumb
