// Each malformed task file of malformed.yaml: its messages with line and column, exit code 2, nothing written.
#include <gtest/gtest.h>

#include "plumb/core/entry.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

std::vector<Entry> cases() {
  Problems problems;
  const auto file = testing::source_dir() / "tests/task/malformed.yaml";
  const Entry table = read_yaml(testing::content(file), file.string(), problems);
  problems.raise();
  return table.items();
}

class Malformed : public ::testing::TestWithParam<Entry> {};

TEST_P(Malformed, IsAnsweredAndNothingIsWritten) {
  const testing::ScratchFolder folder;
  testing::put(folder / "data.csv", "age,income,class\n1,2,a\n2,3,b\n3,4,a\n");
  testing::put(folder / "task.yaml", GetParam().at("task").word());
  const auto before = testing::snapshot(folder.path());
  for (const char* command : {"check task.yaml", "train task.yaml"}) {
    const testing::Finished finished = testing::plumb(folder.path(), command);
    EXPECT_EQ(finished.code, 2) << command;
    EXPECT_EQ(finished.out, "") << command;
    EXPECT_EQ(testing::snapshot(folder.path()), before) << command;
    const Entry& expected = GetParam().at("message");
    for (const Entry& message : expected.is_list() ? expected.items() : std::vector{expected})
      EXPECT_NE(finished.err.find(message.word()), std::string::npos)
          << command << " should say\n  " << message.word() << "\nand says\n  " << finished.err;
  }
}

TEST(MalformedTasks, AreOfManyKinds) { EXPECT_GE(cases().size(), 40U); }

INSTANTIATE_TEST_SUITE_P(Tasks, Malformed, ::testing::ValuesIn(cases()), [](const auto& one) {
  std::string name = one.param.at("says").word();
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
});

}  // namespace
}  // namespace plumb
