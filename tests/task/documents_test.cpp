// The YAML that README.md and docs/ show is what a task file may hold: whole tasks as they are, parts of one with data
// and a target before them. Files that the pages name need not be there.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "plumb/core/files.h"
#include "plumb/task/read_task.h"

namespace plumb {
namespace {

struct Block {
  std::string page;
  size_t line = 0;  // its first
  std::string yaml;
};
void PrintTo(const Block& block, std::ostream* out) { *out << block.page << ":" << block.line; }

/// "split" of `split: {valid: 0.1}`; "" where no section begins.
std::string section_of(const std::string& line) {
  const size_t end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
  const bool begins =
      end != std::string::npos && end > 0 && line[end] == ':' && (end + 1 == line.size() || line[end + 1] == ' ');
  return begins ? line.substr(0, end) : "";
}

/// Of a page: what stands in ```yaml, and indented lines that begin with a section. Where these show a section twice
/// they are alternatives, so each begins a block.
std::vector<Block> blocks_of(const Path& page) {
  std::vector<Block> all;
  std::istringstream lines(read_file(page));
  std::string fence;           // what the fence says that is open
  bool indented = false;       // the line before
  bool yaml = false;           // the indented lines are
  std::set<std::string> seen;  // their sections since the block began
  size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto begin = [&] { all.push_back({page.filename().string(), number}); };
    if (line.starts_with("```")) {
      fence = fence.empty() ? line : "";
      if (fence == "```yaml") begin();
    } else if (fence == "```yaml") {
      all.back().yaml += line + "\n";
    } else if (fence.empty() && line.starts_with("    ")) {
      const std::string rest = line.substr(4), section = section_of(rest);
      if (!indented) yaml = !section.empty();
      if (yaml && (!indented || seen.contains(section))) {
        begin();
        seen.clear();
      }
      if (yaml) {
        if (!section.empty()) seen.insert(section);
        all.back().yaml += rest + "\n";
      }
      indented = true;
      continue;
    }
    indented = false;
  }
  return all;
}

std::vector<Block> blocks() {
  const Path root = PLUMB_SOURCE_DIR;
  std::vector<Path> pages{root / "README.md"};
  for (const auto& item : std::filesystem::directory_iterator(root / "docs"))
    if (item.path().extension() == ".md") pages.push_back(item.path());
  std::sort(pages.begin(), pages.end());
  std::vector<Block> all;
  for (const Path& page : pages)
    for (Block& block : blocks_of(page)) all.push_back(std::move(block));
  return all;
}

class Documents : public ::testing::TestWithParam<Block> {};

TEST_P(Documents, ShowWhatATaskFileMayHold) {
  std::string yaml = GetParam().yaml;
  for (const auto& [section, line] : {std::pair("data:", "data: rows.csv\n"), {"target:", "target: class\n"}})
    if (!yaml.starts_with(section) && yaml.find(std::string("\n") + section) == std::string::npos) yaml = line + yaml;
  Problems problems;
  read_task_text(yaml, GetParam().page, "/nowhere", {}, problems);
  for (const Problem& problem : problems.all()) {
    bool missing = false;  // a file
    for (const char* said : {"no such file", "is not there"})
      missing |= problem.message.find(said) != std::string::npos;
    EXPECT_TRUE(missing) << problem.text() << "\nin\n" << yaml;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Documents, ::testing::ValuesIn(blocks()), [](const auto& info) {
  return Path(info.param.page).stem().string() + "_" + std::to_string(info.param.line);
});

}  // namespace
}  // namespace plumb
