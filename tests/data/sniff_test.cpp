#include "plumb/data/sniff.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "plumb/core/files.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/data_sets.h"

namespace plumb {
namespace {

/// The same with FILE where the path stands.
Entry without_path(const Entry& entry, const std::string& path) {
  if (!entry.is_map()) return entry.word() == path ? Entry::text("FILE") : entry;
  Entry result = Entry::map();
  for (const auto& [name, value, mark] : entry.fields()) result.set(name, without_path(value, path));
  return result;
}

void compare(const Entry& test, const Sniffed& seen, const std::string& path) {
  if (const Entry* reader = test.find("reader")) {
    EXPECT_EQ(to_json(without_path(seen.sources[0].reader, path), -1), to_json(*reader, -1));
  }
  if (const Entry* target = test.find("target")) {
    EXPECT_EQ(seen.target, target->word());
  }
  if (const Entry* type = test.find("target_type")) {
    EXPECT_EQ(name_of(seen.target_type), type->word());
  }
  if (const Entry* classes = test.find("classes")) {
    ASSERT_EQ(seen.classes.size(), classes->fields().size());
    for (size_t i = 0; i < seen.classes.size(); ++i) {
      EXPECT_EQ(seen.classes[i].first, classes->fields()[i].name);
      EXPECT_EQ(std::to_string(seen.classes[i].second), classes->fields()[i].value.word());
    }
  }
  if (const Entry* uses = test.find("uses")) {
    for (const Sniffed::Finding& finding : seen.columns) {
      const std::string& name = finding.profile.name;
      const Entry* use = uses->find(name);
      const std::string wanted = use ? use->word() : name == seen.target ? "target" : "input";
      EXPECT_EQ(name_of(finding.use), wanted) << name;
    }
  }
  if (const Entry* parts = test.find("parts")) {
    ASSERT_EQ(seen.sources.size(), parts->items().size());
    for (size_t i = 0; i < seen.sources.size(); ++i) EXPECT_EQ(seen.sources[i].part, parts->items()[i].word());
  }
  const Entry* notes = test.find("notes");
  for (const Entry& note : notes ? notes->items() : std::vector<Entry>{}) {
    EXPECT_NE(join(seen.notes).find(note.word()), std::string::npos) << join(seen.notes);
  }
}

TEST(Sniff, APatternStandsForAllOfItsFiles) {
  const Path folder = std::filesystem::temp_directory_path() / ("plumb_sniff_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  write_file(folder / "day-1.csv", "size;kind\n1;a\n2;b\n");
  write_file(folder / "day-2.csv", "size;kind\n3;a\n");
  const std::string pattern = (folder / "day-*.csv").string();
  const Sniffed seen = sniff(pattern, {.target = "kind"});
  EXPECT_EQ(seen.rows, 3);
  EXPECT_EQ(seen.sources.at(0).reader.at("csv").at("path").word(), pattern);
  std::filesystem::remove_all(folder);
}

/// Of sniff.yaml: a file that stands there, or a public data set.
struct Case {
  Entry entry = {};
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.entry.at("says").word(); }

std::vector<Case> cases() {
  Problems problems;
  const Entry tests = read_yaml(read_file(testing::source_dir() / "tests/data/sniff.yaml"), "sniff.yaml", problems);
  problems.raise();
  std::vector<Case> all;
  for (const Entry& entry : tests.items()) all.push_back({entry});
  return all;
}

class SniffCase : public ::testing::TestWithParam<Case> {
 protected:
  const std::filesystem::path own =
      std::filesystem::temp_directory_path() / ("plumb_sniff_" + std::to_string(::getpid()) + ".csv");
  void TearDown() override { std::filesystem::remove(own); }
};

TEST_P(SniffCase, FindsWhatItSays) {
  const Entry& test = GetParam().entry;
  const Entry* set = test.find("set");
  if (set) {
    REQUIRE_DATA_SET(set->word());
  } else {
    write_file(own, test.at("file").word());
  }
  const std::string path = (set ? testing::data_dir() / set->word() : own).string();
  SniffOptions options{.target = test.find("target") ? test.at("target").word() : ""};
  if (const Entry* columns = test.find("columns"))
    for (const Entry& column : columns->items()) options.columns.push_back(column.word());
  const Entry* fails = test.find("fails");
  try {
    const Sniffed seen = sniff(path, options);
    EXPECT_FALSE(fails);
    compare(test, seen, path);
    // What was found out reads the file.
    for (const auto& [part, reader] : seen.sources)
      EXPECT_GT((reader.is_scalar() ? source_of(reader.word()) : registry<Source>().make(reader))
                    .read({.on_error = OnError::skip, .limit = 50})
                    .table.rows(),
                0);
  } catch (const Error& error) {
    ASSERT_TRUE(fails) << error.what();
    EXPECT_NE(std::string(error.what()).find(fails->word()), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(All, SniffCase, ::testing::ValuesIn(cases()), [](const auto& info) {
  const Entry* set = info.param.entry.find("set");
  std::string name = std::to_string(info.index + 1) + "_" + info.param.entry.at(set ? "set" : "says").word();
  for (char& letter : name)
    if (!std::isalnum(static_cast<unsigned char>(letter))) letter = '_';
  return name;
});

}  // namespace
}  // namespace plumb
