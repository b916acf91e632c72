// Every command that writes files, while each of its operations on them fails in turn: it says which file and why and
// ends with the code of the machine's errors; what was there before can still be read, nothing half-written lies under
// a name that counts, and no temporary is left. In a program of its own, which holds the commands.
#include <gtest/gtest.h>

#include <iostream>
#include <sstream>

#include "plumb/cli/command.h"
#include "plumb/task/runner.h"
#include "tests/support/failing_disk.h"
#include "tests/task/small_run.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;
using testing::FailingDisk;
using Files = std::map<std::string, std::string>;  // by paths relative to the folder

/// A command in a folder with task.yaml, data.csv and a finished run; RUN and HERE stand for the paths of both.
struct Case {
  const char* says;
  std::vector<std::string> words;
  std::vector<std::string> writes;  // relative to the folder
  bool measures = false;            // seconds, and writes times, which no two runs share
};

const Case cases[] = {
    {"predict_csv", {"predict", "RUN", "HERE/data.csv", "-o", "HERE/answers.csv"}, {"answers.csv"}},
    {"predict_jsonl", {"predict", "RUN", "HERE/data.csv", "-o", "HERE/answers.jsonl"}, {"answers.jsonl"}},
    {"predict_arrow", {"predict", "RUN", "HERE/data.csv", "-o", "HERE/answers.arrow"}, {"answers.arrow"}},
    {"predict_feather", {"predict", "RUN", "HERE/data.csv", "-o", "HERE/answers.feather"}, {"answers.feather"}},
    {"predict_with_a_bundle", {"predict", "RUN/small.plumb", "HERE/data.csv", "-o", "HERE/a.csv"}, {"a.csv"}},
    {"predict_a_pipe", {"predict", "RUN", "-", "-o", "HERE/answers.csv"}, {"answers.csv"}},
    {"export_onnx", {"export", "RUN"}, {"runs/small-1/small.onnx", "runs/small-1/onnx.json"}},
    {"export_bundle",
     {"export", "RUN", "--to", "bundle", "-o", "HERE/mine.plumb"},
     {"mine.plumb", "runs/small-1/bundle.json"}},
    {"export_of_a_bundle", {"export", "RUN/small.plumb", "-o", "HERE/mine.onnx"}, {"mine.onnx"}},
    {"docs", {"docs", "HERE/pages"}, {"pages/commands.md"}},
    {"init", {"init", "HERE/data.csv", "--target", "kind", "--force", "-o", "HERE/mine.yaml"}, {"mine.yaml"}},
    {"evaluate", {"evaluate", "RUN"}, {"runs/small-1/metrics.json"}},
    {"profile", {"profile", "HERE/task.yaml", "--steps", "2", "--trace", "HERE/trace.json"}, {"trace.json"}, true},
    {"find_rate", {"find_rate", "HERE/task.yaml", "--steps", "20", "--picture", "HERE/rates.svg"}, {"rates.svg"}},
};

class CommandFaults : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    testing::put_small_task(folder_, "1 epoch", 1, 0);
    ::testing::internal::CaptureStderr();
    run_ = train_task(read_task((folder_ / "task.yaml").string()), {.runs = folder_ / "runs", .quiet = true}).folder;
    ::testing::internal::GetCapturedStderr();
    rows_ = testing::content(folder_ / "data.csv");
    fs::create_directory(folder_ / "tmp");
    ::setenv("TMPDIR", (folder_ / "tmp").c_str(), 1);  // what is left there is seen; `memory_` puts back what was
  }

  std::vector<std::string> words_of(std::vector<std::string> words) const {
    for (std::string& word : words)
      word = testing::replaced(testing::replaced(word, "RUN", run_.string()), "HERE", folder_.path().string());
    return words;
  }

  int call(const std::vector<std::string>& given) const {
    std::vector<std::string> words = words_of(given);
    const Command& command = commands().at(words.front());
    words.erase(words.begin());
    std::istringstream rows(rows_);
    std::streambuf* const before = std::cin.rdbuf(rows.rdbuf());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const auto end = [&] {
      ::testing::internal::GetCapturedStdout();
      ::testing::internal::GetCapturedStderr();
      std::cin.rdbuf(before);
    };
    try {
      const int code = command.run(parse_arguments(command, words));
      end();
      return code;
    } catch (...) {
      end();
      throw;
    }
  }

  Files files() const {
    Files files;
    for (auto& [path, text] : testing::snapshot(folder_.path()))
      files[fs::path(path).lexically_relative(folder_.path()).string()] = text;
    return files;
  }

  void put_back(const Files& before) const {
    for (const auto& [file, text] : files())
      if (!before.contains(file)) fs::remove(folder_ / file);
    for (const auto& [file, text] : before) {
      fs::create_directories((folder_ / file).parent_path());
      testing::put(folder_ / file, text);
    }
  }

  testing::TemporaryInMemory memory_;
  testing::ScratchFolder folder_;
  fs::path run_;
  std::string rows_;
};

/// Of what the command writes there is what was before, or all that it wrote where nothing failed.
void expect_old_or_new(const Files& before, const Files& after, const Files& now, bool measures) {
  for (const auto& [file, text] : before) EXPECT_TRUE(now.contains(file)) << file << " is gone";
  for (const auto& [file, text] : now) {
    ASSERT_TRUE(after.contains(file)) << file << " is left over";
    if (before.contains(file) && before.at(file) == text) continue;
    if (measures)
      EXPECT_TRUE(text.ends_with('\n') || text.ends_with('}')) << file << " is half-written";
    else
      EXPECT_EQ(text, after.at(file)) << file;
  }
}

TEST_P(CommandFaults, LeaveTheOldOrTheNewFileAndSayWhatFailed) {
  const Case& one = GetParam();
  ASSERT_EQ(call(one.words), 0);
  const Files after = files();
  testing::expect_whole_files(folder_.path());
  std::set<std::string> operations;
  for (const bool earlier : {false, true}) {
    Files before = after;
    for (const std::string& file : one.writes) {
      ASSERT_EQ(before.erase(file), 1U) << file << " is not written";
      if (earlier) before[file] = "an earlier file";
    }
    for (const FailingDisk::How& how : {FailingDisk::full, FailingDisk::flaky}) {
      if (one.measures && !(earlier && how.stays)) continue;
      bool failed = true;
      for (int at = 1; failed && !HasFailure(); ++at) {
        SCOPED_TRACE(fmt::format("{} in operation {}{}", how.says, at, earlier ? " over earlier files" : ""));
        put_back(before);
        failed = false;
        const FailingDisk disk(at, how);
        try {
          EXPECT_EQ(call(one.words), 0);
        } catch (const Error& error) {
          failed = true;
          disk.expect(error);
        }
        EXPECT_EQ(failed, disk.reached()) << disk.failed() << " failed, and nobody noticed";
        operations.insert(disk.failed());
        expect_old_or_new(before, after, files(), one.measures);
      }
      for (const std::string& file : one.writes) {
        EXPECT_NE(testing::content(folder_ / file), "an earlier file") << file << " is not written in the end";
        EXPECT_TRUE(fs::exists(folder_ / file)) << file;
      }
    }
  }
  for (const char* operation : {"create", "write", "sync", "close", "rename", "sync folder"})
    EXPECT_TRUE(operations.contains(operation)) << operation;
}
INSTANTIATE_TEST_SUITE_P(Commands, CommandFaults, ::testing::ValuesIn(cases),
                         [](const auto& info) { return std::string(info.param.says); });

/// The program itself, with a system that lets no file hold a byte.
TEST_P(CommandFaults, EndTheProgramWithTheCodeOfTheMachine) {
  const Case& one = GetParam();
  const Files before = files();
  std::string line = testing::program();
  for (const std::string& word : words_of(one.words)) line += " '" + word + "'";
  const auto finished = testing::shell(
      folder_.path(), "( trap '' XFSZ; ulimit -f 0; " + line + " 2>&1 > /dev/null < data.csv; echo code $? ) | cat");
  EXPECT_TRUE(finished.out.ends_with("code 4\n")) << finished.out;
  EXPECT_NE(finished.out.find("cannot write " + folder_.path().string()), std::string::npos) << finished.out;
  EXPECT_NE(finished.out.find("File too large"), std::string::npos) << finished.out;
  EXPECT_EQ(files(), before);
}

TEST(Pipe, ThatIsFullEndsTheProgramWithTheCodeOfTheMachine) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "needs /dev/full";
  const testing::ScratchFolder folder;
  testing::put(folder / "data.csv", "a,b\n1,2\n3,4\n5,6\n");
  const auto finished = testing::plumb(folder.path(), "init data.csv -o - > /dev/full");
  EXPECT_EQ(finished.code, 4) << finished.err;
  EXPECT_NE(finished.err.find("cannot write the output"), std::string::npos) << finished.err;
}

}  // namespace
}  // namespace plumb
