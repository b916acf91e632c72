#include "plumb/data/csv.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include "plumb/core/files.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

class CsvFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("plumb_csv_" + std::to_string(::getpid()));
    make_folder(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& name, std::string_view content) const {
    write_file(folder_ / name, content);
    return (folder_ / name).string();
  }
  Path folder_;
};

std::string cell(const Entry& entry) { return entry.is_null() ? "" : entry.word(); }

void run(const Entry& test, const std::string& path) {
  Problems problems;
  Entry options = test.find("options") ? *test.find("options") : Entry::map();
  options.set("path", Entry::text(path));
  const auto reader = read_options<Csv>(options, problems);
  problems.raise();
  ReadSettings settings;
  if (const Entry* types = test.find("as"))
    settings.types = *Form<std::map<std::string, ColumnType>>::read(*types, problems);
  if (const Entry* limit = test.find("limit")) settings.limit = static_cast<int64_t>(limit->as_double());
  if (test.find("skip")) settings.on_error = OnError::skip;
  const ReadResult result = reader->read(settings);
  const auto& fields = test.at("gives").fields();
  ASSERT_EQ(result.table.names().size(), fields.size()) << join(result.table.names());
  for (size_t c = 0; c < fields.size(); ++c) {
    EXPECT_EQ(result.table.names()[c], fields[c].name);
    const Column& column = result.table.at(c);
    const auto& cells = fields[c].value.items();
    ASSERT_EQ(column.size(), static_cast<int64_t>(cells.size())) << fields[c].name;
    for (size_t r = 0; r < cells.size(); ++r) {
      EXPECT_EQ(column.shown(static_cast<int64_t>(r)), cell(cells[r])) << fields[c].name << ", row " << r;
      EXPECT_EQ(column.missing(static_cast<int64_t>(r)), cells[r].is_null()) << fields[c].name << ", row " << r;
    }
    if (const Entry* types = test.find("types")) {
      EXPECT_EQ(types->items()[c].word(), name_of(column.type()));
    }
  }
  const Entry* skip = test.find("skip");
  EXPECT_EQ(result.skipped.size(), skip ? static_cast<size_t>(skip->as_double()) : 0u);
}

TEST_F(CsvFiles, Cases) {
  Problems problems;
  const Entry tests = read_yaml(read_file(testing::source_dir() / "tests/data/csv.yaml"), "csv.yaml", problems);
  problems.raise();
  for (const Entry& test : tests.items()) {
    SCOPED_TRACE(test.at("says").word());
    const std::string path = write("case.csv", test.at("file").word());
    const Entry* fails = test.find("fails");
    try {
      run(test, path);
      EXPECT_FALSE(fails) << "expected: " << fails->word();
    } catch (const Error& error) {
      ASSERT_TRUE(fails) << error.what();
      EXPECT_NE(std::string(error.what()).find(fails->word()), std::string::npos) << error.what();
    }
  }
}

TEST_F(CsvFiles, EveryEncodingGivesTheSameTable) {
  const std::string utf8 = "stadt,n\nK\xC3\xB6ln,1\n";
  std::string latin1 = utf8, utf16_le = "\xFF\xFE", utf16_be = "\xFE\xFF";
  latin1.replace(latin1.find("\xC3\xB6"), 2, "\xF6");
  for (const char c : latin1) {
    utf16_le += {c, '\0'};
    utf16_be += {'\0', c};
  }
  const auto city = [&](const std::string& content, Encoding encoding) {
    const Csv reader{.path = {write("city.csv", content)}, .encoding = encoding};
    const Table table = reader.read({}).table;
    EXPECT_EQ(table.names()[0], "stadt");
    return std::string(table.at(0).text(0));
  };
  EXPECT_EQ(city(utf8, Encoding::utf_8), "K\xC3\xB6ln");
  EXPECT_EQ(city("\xEF\xBB\xBF" + utf8, Encoding::utf_8), "K\xC3\xB6ln");
  EXPECT_EQ(city(latin1, Encoding::latin1), "K\xC3\xB6ln");
  EXPECT_EQ(city(utf16_le, Encoding::utf_8), "K\xC3\xB6ln");
  EXPECT_EQ(city(utf16_be, Encoding::utf_8), "K\xC3\xB6ln");
}

TEST_F(CsvFiles, UnpacksGzip) {
  std::string text = "a,b\n";
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + "," + std::to_string(i % 7) + "\n";
  const std::string path = (folder_ / "big.csv.gz").string();
  const gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  const Table table = source_of(path).read({}).table;
  EXPECT_EQ(table.rows(), 50'000);
  EXPECT_EQ(table.at("a").integers()[49'999], 49'999);
  const std::string whole = read_file(path);
  EXPECT_THROW(source_of(write("cut.csv.gz", whole.substr(0, whole.size() / 2))).read({}), Error);
}

TEST_F(CsvFiles, ReadsSeveralFilesAsOneTable) {
  write("day_1.csv", "n,city\n1,ulm\n");
  write("day_2.csv", "n,city\n2.5,bonn\n");
  const Table table = source_of((folder_ / "day_*.csv").string()).read({}).table;
  EXPECT_EQ(table.rows(), 2);
  EXPECT_EQ(table.at("n").type(), ColumnType::number);
  EXPECT_EQ(table.at("city").text(1), "bonn");
  write("day_3.csv", "n,town\n3,kiel\n");
  try {
    source_of((folder_ / "day_*.csv").string()).read({});
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("day_3.csv:1: column 2 is called \"town\", but \"city\" in"),
              std::string::npos)
        << error.what();
  }
}

TEST_F(CsvFiles, ManyDistinctWordsAreText) {
  std::string text = "id,kind,note\n";
  for (int i = 0; i < 3000; ++i)
    text += "u" + std::to_string(i) + ",k" + std::to_string(i % 50) + ",n" + std::to_string(i % 2000) + "\n";
  const Table table = Csv{.path = {write("many.csv", text)}}.read({}).table;
  EXPECT_EQ(table.at("id").type(), ColumnType::text);
  EXPECT_EQ(table.at("kind").type(), ColumnType::category);
  EXPECT_EQ(table.at("note").type(), ColumnType::text);
  EXPECT_EQ(table.at("id").text(2999), "u2999");
  EXPECT_EQ(table.at("kind").words().size(), 50u);
}

}  // namespace
}  // namespace plumb
