// The public data sets (PLUMB_DATA) as their owners have them: right counts, types, gaps.
#include <gtest/gtest.h>

#include "plumb/core/files.h"
#include "plumb/data/image_codec.h"
#include "plumb/data/source.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/data_sets.h"

namespace plumb {
namespace {

/// Fills in the folder of the data: `{csv: {path: titanic/train.csv}}`.
void put_folder(Entry& options) {
  const auto put = [](Entry& path) { path = Entry::text((testing::data_dir() / path.word()).string()); };
  for (const char* name : {"path", "images", "labels"}) {
    Entry* path = options.find(name);
    if (path && path->is_list())
      for (Entry& item : path->items()) put(item);
    else if (path)
      put(*path);
  }
}

TEST(RealSets, ReadAsTheyAre) {
  REQUIRE_DATA_SET("titanic");
  Problems problems;
  const Entry cases =
      read_yaml(read_file(testing::source_dir() / "tests/data/real_sets.yaml"), "real_sets.yaml", problems);
  problems.raise();
  for (const Entry& test : cases.items()) {
    SCOPED_TRACE(test.at("says").word());
    Source source = [&] {
      const Entry& read = test.at("read");
      if (read.is_scalar()) return source_of((testing::data_dir() / read.word()).string());
      Entry options = read;
      put_folder(*options.find(options.fields().front().name));
      return registry<Source>().make(options);
    }();
    ReadSettings settings;
    if (const Entry* types = test.find("as"))
      settings.types = *Form<std::map<std::string, ColumnType>>::read(*types, problems);
    const Table table = source.read(settings).table;
    EXPECT_EQ(std::to_string(table.rows()), test.at("rows").word());
    if (const Entry* columns = test.find("columns")) {
      EXPECT_EQ(std::to_string(table.names().size()), columns->word());
    }
    if (const Entry* types = test.find("types")) {
      for (const auto& [name, type, mark] : types->fields())
        EXPECT_EQ(name_of(table.at(name).type()), type.word()) << name;
    }
    if (const Entry* gaps = test.find("missing")) {
      for (const auto& [name, count, mark] : gaps->fields())
        EXPECT_EQ(std::to_string(table.at(name).missing_count()), count.word()) << name;
    }
    if (const Entry* words = test.find("words")) {
      for (const auto& [name, list, mark] : words->fields()) {
        std::vector<std::string> wanted;
        for (const Entry& word : list.items()) wanted.push_back(word.word());
        EXPECT_EQ(table.at(name).words(), wanted) << name;
      }
    }
    if (const Entry* shape = test.find("shape")) {
      const Column& images = table.at(table.has("image") ? "image" : table.names().front());
      for (const int64_t row : {int64_t{0}, table.rows() / 2, table.rows() - 1}) {
        const ImageView image = images.image(row);
        const Pixels pixels =
            image.encoded() ? decode_image(image.bytes, "image") : Pixels{image.height, image.width, image.channels};
        EXPECT_EQ(fmt::format("{}x{}x{}", pixels.height, pixels.width, pixels.channels), shape->word());
      }
    }
  }
}

}  // namespace
}  // namespace plumb
