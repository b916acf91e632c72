// One word everywhere: a component is registered under the stem of its file, and every file that registers one is
// linked.

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <set>
#include <sstream>

#include "plumb/core/registry.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

std::string read(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

bool registers(std::string source) {
  std::erase_if(source, [](unsigned char c) { return std::isspace(c); });
  const auto has = [&](const char* text) { return source.find(text) != std::string::npos; };
  return (has("=registry<") && has(">().add<")) || has("=add_activation<") || has("=add_source<");
}

std::set<std::string> stems_of_files_that_register() {
  std::set<std::string> stems;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(testing::source_dir() / "plumb"))
    if (entry.path().extension() == ".cpp" && registers(read(entry.path()))) stems.insert(entry.path().stem().string());
  return stems;
}

std::set<std::string> registered_words() {
  std::set<std::string> words;
  for (const auto& [name, sort] : sorts())
    for (const auto& component : sort.components()) words.insert(component.name);
  return words;
}

TEST(Names, EveryRegisteredWordIsAFile) {
  const auto stems = stems_of_files_that_register();
  for (const auto& word : registered_words())
    EXPECT_TRUE(stems.contains(word)) << "no file " << word << ".cpp registers it";
}

TEST(Names, EveryFileThatRegistersDoesSoUnderItsStem) {
  const auto words = registered_words();
  for (const auto& stem : stems_of_files_that_register())
    EXPECT_TRUE(words.contains(stem)) << stem << ".cpp registers something, but not under \"" << stem << '"';
}

}  // namespace
}  // namespace plumb
