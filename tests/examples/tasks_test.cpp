// Every example's task file is without mistakes, rendered to the same task, and its data are there.
#include <gtest/gtest.h>

#include "tests/support/data_sets.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

TEST(Examples, AreWithoutMistakes) {
  REQUIRE_DATA_SET("adult");
  const testing::ScratchFolder folder;
  int tasks = 0;
  for (const auto& item : std::filesystem::directory_iterator(testing::source_dir() / "examples")) {
    const auto task = item.path() / "task.yaml";
    ASSERT_TRUE(std::filesystem::exists(task)) << task;
    ++tasks;
    const auto rendered = testing::plumb(folder.path(), "render '" + task.string() + "'");
    ASSERT_EQ(rendered.code, 0) << rendered.err;
    testing::put(folder / "full.yaml", rendered.out);
    EXPECT_EQ(testing::plumb(folder.path(), "render full.yaml").out, rendered.out) << task;
  }
  EXPECT_GE(tasks, 21);
}

}  // namespace
}  // namespace plumb
