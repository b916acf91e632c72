// The reference in docs/ is what `plumb docs` writes.
#include <gtest/gtest.h>

#include "tests/support/program.h"

namespace plumb {
namespace {

std::map<std::string, std::string> pages_in(const std::filesystem::path& folder) {
  std::map<std::string, std::string> pages;
  for (const auto& [path, text] : testing::snapshot(folder))
    pages[std::filesystem::path(path).lexically_relative(folder)] = text;
  return pages;
}

TEST(Docs, TheReferenceIsWhatTheProgramSays) {
  const testing::ScratchFolder folder;
  ASSERT_EQ(testing::plumb(folder.path(), "docs pages").code, 0);
  const auto kept = pages_in(testing::source_dir() / "docs/reference"), written = pages_in(folder / "pages");
  for (const auto& [page, text] : written) {
    ASSERT_TRUE(kept.contains(page)) << page << " is new; run `plumb docs docs/reference`";
    EXPECT_TRUE(kept.at(page) == text) << page << " says something else; run `plumb docs docs/reference`";
  }
  for (const auto& [page, text] : kept) EXPECT_TRUE(written.contains(page)) << page << " is no longer written";
}

}  // namespace
}  // namespace plumb
