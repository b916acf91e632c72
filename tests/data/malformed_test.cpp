#include <gtest/gtest.h>

#include "plumb/core/files.h"
#include "plumb/data/image_codec.h"
#include "plumb/data/source.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/paths.h"

namespace plumb {
namespace {

/// Messages name files as the user wrote them: so the test stands in the folder of the files.
class Malformed : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::current_path(testing::source_dir() / "tests/data/malformed"); }
  void TearDown() override { std::filesystem::current_path(before_); }
  Path before_ = std::filesystem::current_path();
};

Source source(const Entry& read) { return read.is_scalar() ? source_of(read.word()) : registry<Source>().make(read); }

/// Those of malformed.yaml, and those that a reader brings itself, in malformed/<reader>.yaml.
std::vector<Entry> cases_of_bad_files() {
  std::vector<Entry> all;
  std::vector<std::string> files{"../malformed.yaml"};
  for (const std::string& reader : registry<Source>().words())
    if (std::filesystem::exists(reader + ".yaml")) files.push_back(reader + ".yaml");
  for (const std::string& file : files) {
    Problems problems;
    const Entry cases = read_yaml(read_file(file), file, problems);
    problems.raise();
    all.insert(all.end(), cases.items().begin(), cases.items().end());
  }
  return all;
}

TEST_F(Malformed, EachFileGetsOneClearMessage) {
  Problems problems;
  const std::vector<Entry> cases = cases_of_bad_files();
  EXPECT_GE(cases.size(), 40u);
  for (const Entry& test : cases) {
    SCOPED_TRACE(to_json(test.at("read"), -1));
    ReadSettings settings;
    if (const Entry* types = test.find("as"))
      settings.types = *Form<std::map<std::string, ColumnType>>::read(*types, problems);
    try {
      const Table table = source(test.at("read")).read(settings).table;
      ASSERT_TRUE(test.find("decode"));
      const ImageView image = table.at("image").image(0);
      decode_image(image.bytes, std::string(image.name));
      ADD_FAILURE() << "was read";
    } catch (const Error& error) {
      const std::string message = error.what(), wanted = test.at("fails").word();
      EXPECT_EQ(message.substr(0, wanted.size()), wanted);
      EXPECT_EQ(message.find('\n'), std::string::npos) << "one line: " << message;
      EXPECT_EQ(error.exit_code(), 2);
    }
  }
}

TEST_F(Malformed, BrokenImagesAreLeftOutAndCountedOnRequest) {
  const Source images = registry<Source>().make(
      parse_json(R"({"images": {"path": ["beside/ant", "cut_png", "cut_jpg", "no_jpg"], "labels": false}})", "test"));
  const ReadResult result = images.read({.on_error = OnError::skip});
  EXPECT_EQ(result.table.rows(), 1);
  ASSERT_EQ(result.skipped.size(), 3u);
  EXPECT_EQ(result.skipped[0].where, "cut_png/ant/1.png");
}

}  // namespace
}  // namespace plumb
