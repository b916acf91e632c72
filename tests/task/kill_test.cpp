// kill -9 at random moments, of a plain training, a cross-validation, a streamed training, one on images that are
// augmented, and one whose batches are shared by threads: between epochs, inside the writing of checkpoints, reports
// and exports, while reading, and again while it is resumed. Each time the run ends with the same bits as one that
// nobody touched. PLUMB_KILL_SEED chooses other moments; ./dev bench kill goes through ten.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "plumb/core/file_faults.h"
#include "plumb/core/random.h"
#include "plumb/task/child.h"
#include "tests/task/small_run.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;
using testing::change_task;

int64_t operations_done = 0, last_operation = 0;

int kill_at_last(const char*, const fs::path&) {
  if (++operations_done == last_operation) ::raise(SIGKILL);
  return 0;
}

/// The whole work of `plumb train`, or of `plumb resume` where a run is there, in this process; killed before its
/// operation number PLUMB_KILL_AT on a file. Writes how many there were.
TEST(KillChild, DISABLED_Trains) {
  const char* folder = std::getenv("PLUMB_KILL_FOLDER");
  if (!folder) GTEST_SKIP() << "is started by Kill.*";
  last_operation = std::atoll(std::getenv("PLUMB_KILL_AT"));
  const Path run = Path(folder) / "runs/small-1";
  set_file_fault(kill_at_last);
  if (fs::exists(run / "task.yaml"))
    resume_run(run, {.quiet = true});
  else
    train_task(read_task((Path(folder) / "../task.yaml").string()),
               {.runs = Path(folder) / "runs", .threads = std::atoi(std::getenv("PLUMB_KILL_THREADS")), .quiet = true});
  set_file_fault(nullptr);
  testing::put(Path(folder) / "operations", std::to_string(operations_done));
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// A run to be killed, and at how many moments.
struct Killed {
  const char* says;
  void (*put)(const testing::ScratchFolder&);
  int moments_in_files, moments_in_time;
  int threads = 0;  // with which it is begun; who goes on with it is not told
};

void put_small(const testing::ScratchFolder& folder, int folds = 0) {
  testing::put_small_task(folder, "4 steps", 4, folds);
}

void put_images(const testing::ScratchFolder& folder) {
  for (int i = 0; i < 60; ++i) {
    const fs::path kind = folder / "photos" / (i % 2 ? "ant" : "bee");
    fs::create_directories(kind);
    std::string pixels = "P5 6 6 255\n";
    for (int k = 0; k < 36; ++k) pixels += static_cast<char>((i * 37 + k * (i % 2 ? 11 : 17)) % 251);
    testing::put(kind / (std::to_string(i) + ".pgm"), pixels);
  }
  put_small(folder);
  change_task(folder, "data: data.csv\ntarget: kind\n",
              "data: photos\ntarget: label\naugment: [{random_flip: {}}, {random_crop: {padding: 1}}]\n");
  change_task(folder, "model: [", "model: [{conv2d: {filters: 4, kernel_size: 3}}, flatten, ");
}

/// Enough work for a batch to be cut into shards, whose number is that of the threads: so are the bits.
void put_wide(const testing::ScratchFolder& folder) {
  put_small(folder, 2);
  change_task(folder, "{dense: {units: 8, activation: relu}}",
              "{dense: {units: 384, activation: relu}}, {dense: {units: 384}}");
  change_task(folder, "batch_size: 16", "batch_size: 40");
}

const Killed killed_runs[] = {
    {"plain", [](const testing::ScratchFolder& folder) { put_small(folder); }, 8, 2},
    {"folds", [](const testing::ScratchFolder& folder) { put_small(folder, 3); }, 8, 2},
    {"streamed",
     [](const testing::ScratchFolder& folder) {
       put_small(folder);
       change_task(folder, "data: data.csv", "data: {train: data.csv, stream: true}");
     },
     2, 1},
    {"images", put_images, 2, 1},
    {"shards", put_wide, 3, 1},
    {"one_thread", put_wide, 3, 1, 1},
};

class Kill : public ::testing::TestWithParam<Killed> {
 protected:
  void SetUp() override {
    GetParam().put(folder_);
    const char* chosen = std::getenv("PLUMB_KILL_SEED");
    seed_ = chosen ? std::strtoull(chosen, nullptr, 10) : 5;
    std::printf("PLUMB_KILL_SEED=%llu\n", static_cast<unsigned long long>(seed_));
  }

  /// One process of `KillChild` in folder `name`, killed at this operation (0: not); its exit code.
  int child(const std::string& name, int64_t at) {
    fs::create_directories(folder_ / name);
    ::setenv("PLUMB_KILL_FOLDER", (folder_ / name).c_str(), 1);
    ::setenv("PLUMB_KILL_AT", std::to_string(at).c_str(), 1);
    ::setenv("PLUMB_KILL_THREADS", std::to_string(GetParam().threads).c_str(), 1);
    return Child({"/proc/self/exe", "--gtest_filter=KillChild.*", "--gtest_also_run_disabled_tests"},
                 folder_ / name / "log")
        .wait();
  }

  /// A run that was killed before it held its task says so, and is begun again.
  void begin_again_if_empty(const std::string& name) {
    const fs::path run = folder_ / name / "runs/small-1";
    if (!fs::exists(run) || fs::exists(run / "task.yaml")) return;
    EXPECT_NE(message_of([&] { resume_run(run); }).find("begin again with `plumb train`"), std::string::npos)
        << message_of([&] { resume_run(run); });
    fs::remove_all(run);
  }

  auto result(const std::string& name) { return testing::result_of(folder_ / name / "runs/small-1"); }

  void TearDown() override { RecordProperty("kills", kills_); }  // ./dev bench kill adds them up

  testing::ScratchFolder folder_;
  uint64_t seed_ = 0;
  int kills_ = 0;
};

TEST_P(Kill, AtAnyOperationOnFiles) {
  ASSERT_EQ(child("whole", 0), 0) << testing::content(folder_ / "whole/log");
  const auto reference = result("whole");
  const int64_t operations = std::stoll(testing::content(folder_ / "whole/operations"));
  const int moments_in_files = GetParam().moments_in_files;
  Random random(seed_, std::string("kill ") + GetParam().says);
  for (int i = 0; i < moments_in_files; ++i) {
    // One moment in each part of the run, so that all its stages are met.
    const int64_t at =
        1 + (operations * i + static_cast<int64_t>(random.below(static_cast<uint64_t>(operations)))) / moments_in_files;
    const std::string name = "kill-" + std::to_string(i);
    SCOPED_TRACE("killed at operation " + std::to_string(at) + " of " + std::to_string(operations));
    const auto killed = [&](int64_t here) { return child(name, here) == 128 + SIGKILL ? ++kills_ : 0; };
    EXPECT_TRUE(killed(at));
    begin_again_if_empty(name);
    if (i % 2) killed(1 + static_cast<int64_t>(random.below(20)));  // and once more while it is resumed
    begin_again_if_empty(name);
    const bool finished = fs::exists(folder_ / name / "runs/small-1/metrics.json") &&
                          !fs::exists(folder_ / name / "runs/small-1/checkpoints") &&
                          !fs::exists(folder_ / name / "runs/small-1/folds");
    if (!finished) {
      ASSERT_EQ(child(name, 0), 0) << testing::content(folder_ / name / "log");
    }
    testing::expect_same(reference, result(name));
  }
}

TEST_P(Kill, AtAnyTime) {
  using Clock = std::chrono::steady_clock;
  const std::string program = (testing::binary_dir() / "plumb").string(), task = (folder_ / "task.yaml").string();
  const std::string threads = std::to_string(GetParam().threads);
  const auto train = [&](const std::string& runs) {
    return std::make_unique<Child>(
        std::vector<std::string>{program, "train", task, "--runs", (folder_ / runs).string(), "--threads", threads},
        folder_ / "log");
  };
  const auto start = Clock::now();
  ASSERT_EQ(train("whole")->wait(), 0) << testing::content(folder_ / "log");
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  const auto reference = testing::result_of(folder_ / "whole/small-1");
  Random random(seed_, std::string("kill in time ") + GetParam().says);
  for (int i = 0; i < GetParam().moments_in_time; ++i) {
    const std::string runs = "runs-" + std::to_string(i);
    const fs::path run = folder_ / runs / "small-1";
    const double moment = random.uniform(0, seconds);
    SCOPED_TRACE("killed after " + std::to_string(moment) + " of " + std::to_string(seconds) + " s");
    {
      const auto child = train(runs);
      std::this_thread::sleep_for(std::chrono::duration<double>(moment));
      child->kill();
      kills_ += child->wait() == 128 + SIGKILL;
    }
    if (fs::exists(run) && !fs::exists(run / "task.yaml")) fs::remove_all(run);
    const bool begun = fs::exists(run);
    const auto again =
        testing::plumb(folder_.path(), begun ? "resume '" + run.string() + "'"
                                             : "train '" + task + "' --runs '" + (folder_ / runs).string() + "'");
    EXPECT_TRUE(again.code == 0 || again.err.find("nothing is left to do") != std::string::npos) << again.err;
    testing::expect_same(reference, testing::result_of(run));
  }
}

/// Else `shards` and `one_thread` would say nothing.
TEST(KillWide, IsCutIntoShardsAndItsBitsAreThoseOfItsThreads) {
  const testing::ScratchFolder folder;
  put_wide(folder);
  const auto task = read_task((folder / "task.yaml").string());
  const auto profiled = testing::plumb(folder.path(), "profile task.yaml --json --threads 2");
  ASSERT_EQ(profiled.code, 0) << profiled.err;
  EXPECT_EQ(parse_json(profiled.out, "profile").at("shards").as_double(), 2);
  const auto weights = [&](int threads) {
    const RunResult run = train_task(task, {.runs = folder / "runs", .threads = threads, .quiet = true});
    return testing::content(run.folder / "weights.safetensors");
  };
  EXPECT_NE(weights(1), weights(2));
}

INSTANTIATE_TEST_SUITE_P(Runs, Kill, ::testing::ValuesIn(killed_runs),
                         [](const auto& info) { return std::string(info.param.says); });

}  // namespace
}  // namespace plumb
