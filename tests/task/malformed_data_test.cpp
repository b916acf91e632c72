// The broken files of tests/data/malformed as a user meets them: `plumb train` gives the reader's message, exits with 2
// and writes nothing.
#include <gtest/gtest.h>

#include "plumb/core/entry.h"
#include "plumb/core/files.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

TEST(MalformedData, EndsTheProgramWithItsMessageAndNothingIsWritten) {
  const auto source = testing::source_dir() / "tests/data";
  Problems problems;
  const Entry cases = read_yaml(read_file(source / "malformed.yaml"), "malformed.yaml", problems);
  problems.raise();
  const testing::ScratchFolder scratch;
  std::filesystem::copy(source / "malformed", scratch / "data", std::filesystem::copy_options::recursive);
  std::filesystem::copy(source / "images", scratch / "images", std::filesystem::copy_options::recursive);
  int ended = 0;
  for (const Entry& test : cases.items()) {
    SCOPED_TRACE(to_json(test.at("read"), -1));
    Entry task = Entry::map();
    task.set("data", test.at("read"));
    task.set("target", Entry::text("label"));
    Entry split = Entry::map();  // the broken image is the only one
    split.set("valid", Entry::number(int64_t{0}));
    split.set("test", Entry::number(int64_t{0}));
    split.set("stratify", Entry::boolean(false));
    task.set("split", split);
    if (const Entry* types = test.find("as")) task.set("inputs", *types);
    testing::put(scratch / "data/task.yaml", to_yaml(task));
    const auto before = testing::snapshot(scratch.path());
    const auto finished = testing::plumb(scratch / "data", "train task.yaml --quiet");
    EXPECT_EQ(finished.code, 2) << finished.err;
    EXPECT_TRUE(finished.out.empty()) << finished.out;
    // Where it stands comes first: here with the folder of the task, or its line where `check` already misses a path.
    std::string said = finished.err;
    const std::string here = (scratch / "data").string() + "/";
    for (size_t at = said.find(here); at != std::string::npos; at = said.find(here)) said.erase(at, here.size());
    const std::string wanted = test.at("fails").word();
    EXPECT_NE(said.find(wanted.substr(wanted.find(": ") + 2)), std::string::npos) << wanted << "\nis not in\n" << said;
    EXPECT_EQ(testing::snapshot(scratch.path()), before);
    ++ended;
  }
  EXPECT_GE(ended, 40);
}

}  // namespace
}  // namespace plumb
