// Shards hold what the webdataset library reads from them (tests/references/webdataset_shards.py).
#include <gtest/gtest.h>

#include "plumb/core/entry.h"
#include "plumb/core/parse.h"
#include "plumb/data/webdataset.h"
#include "plumb/data/webdataset_samples.h"
#include "tests/support/program.h"
#include "tests/support/tables.h"

namespace plumb {
namespace {

std::string shard(const std::string& name) { return (testing::source_dir() / "tests/data/webdataset" / name).string(); }
Webdataset reader(const std::string& path, std::vector<std::string> members = {}) {
  return {.path = {path}, .members = std::move(members)};
}
Table read(const std::string& path, const ReadSettings& settings = {}) { return reader(path).read(settings).table; }

std::string hex(std::string_view bytes) {
  std::string text;
  for (const unsigned char c : bytes) text += fmt::format("{:02x}", c);
  return text;
}

/// The cell that a member gives, as bytes in hex, or as a label.
std::string cell(const Table& table, int64_t row, const MemberRole& role) {
  const Column& column = table.at(role.column);
  if (role.kind != MemberKind::image) return hex(column.text(row));
  const auto bytes = column.image(row).bytes;
  return hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

TEST(Webdataset, RowsAreTheSamplesThatTheLibraryReads) {
  const Entry all = parse_json(testing::content(shard("read.json")), "read.json");
  ASSERT_EQ(all.fields().size(), 4u);
  for (const Entry::Field& one : all.fields()) {
    SCOPED_TRACE(one.name);
    const Table table = read(shard(one.name));
    int64_t row = 0;
    for (const Entry& sample : one.value.items()) {
      size_t known = 0;
      for (const Entry::Field& member : sample.at("members").fields()) {
        const auto role = member_role(member.name);
        if (!role) continue;
        ++known;
        if (role->kind == MemberKind::fields) continue;
        std::string content = member.value.word();
        if (role->kind == MemberKind::label)  // a class, whatever blanks are around it
          for (const char* blank : {"20", "0a"})
            while (content.starts_with(blank) || content.ends_with(blank))
              content = content.starts_with(blank) ? content.substr(2) : content.substr(0, content.size() - 2);
        EXPECT_EQ(cell(table, row, *role), content) << row << member.name;
      }
      if (known == 0) continue;
      EXPECT_EQ(table.at("key").text(row), sample.at("key").word());
      ++row;
    }
    EXPECT_EQ(row, table.rows());
  }
}

TEST(Webdataset, MembersBecomeTypedColumns) {
  const Table table = read(shard("train-*.tar"));
  ASSERT_EQ(table.rows(), 10);
  const std::vector<std::pair<const char*, ColumnType>> columns{
      {"image", ColumnType::image},   {"label", ColumnType::category}, {"text", ColumnType::text},
      {"width", ColumnType::integer}, {"score", ColumnType::number},   {"place", ColumnType::category},
      {"key", ColumnType::text}};
  EXPECT_EQ(table.names().size(), columns.size());
  for (const auto& [name, type] : columns) EXPECT_EQ(table.at(name).type(), type) << name;
  EXPECT_EQ(table.at("score").number(5), 1.25);
  EXPECT_EQ(table.at("place").shown(5), "ulm");
  EXPECT_TRUE(table.at("place").missing(4));  // null
  EXPECT_TRUE(table.at("score").missing(7));  // a sample without JSON
  EXPECT_EQ(table.at("text").text(9), "picture 9, drawn\n");
  EXPECT_FALSE(table.has("tags"));  // a list

  EXPECT_EQ(reader(shard("train-*.tar"), {"png", "cls"}).read({}).table.names(),
            (std::vector<std::string>{"image", "label", "key"}));
  EXPECT_EQ(read(shard("train-*.tar"), {.types = {{"label", ColumnType::integer}}}).at("label").type(),
            ColumnType::integer);
}

TEST(Webdataset, NamesBeforeAnExtensionAreColumns) {
  for (const char* name : {"odd-pax.tar", "odd-gnu.tar"}) {
    SCOPED_TRACE(name);
    const Table table = read(shard(name));
    EXPECT_EQ(table.names(), (std::vector<std::string>{"image", "seg", "caption", "label", "meta.size", "key"}));
    ASSERT_EQ(table.rows(), 3);
    EXPECT_EQ(table.at("label").text(0), "cat");
    EXPECT_TRUE(table.at("seg").missing(1));
    EXPECT_EQ(table.at("meta.size").number(1), 7);
    EXPECT_EQ(table.at("key").text(2), "v1.2/" + std::string(120, 'l'));
  }
}

TEST(Webdataset, ChunksAreTheRowsOfReading) {
  for (const char* name : {"train-*.tar", "odd-pax.tar"}) {
    const auto chunks = reader(shard(name)).chunks({});
    ASSERT_TRUE(chunks);
    testing::expect_same_rows(testing::all_rows(*chunks), read(shard(name)));
    EXPECT_EQ(chunks->fingerprint(), reader(shard(name)).chunks({})->fingerprint());
  }
}

class Shards : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;
  std::string path() const { return (folder / "a.tar").string(); }
  /// A shard of these files, in this order.
  void put(const std::vector<std::pair<std::string, std::string>>& files) const {
    std::string names;
    for (const auto& [name, content] : files) {
      testing::put(folder / name, content);
      names += " " + name;
    }
    ASSERT_EQ(testing::shell(folder.path(), "tar cf a.tar" + names).code, 0);
  }
  void fails(const std::string& why, const ReadSettings& settings = {}) const {
    for (const bool in_chunks : {false, true}) try {
        if (in_chunks)
          testing::all_rows(*reader(path()).chunks(settings));
        else
          read(path(), settings);
        ADD_FAILURE() << why;
      } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find(why), std::string::npos) << error.what();
      }
  }
};

TEST_F(Shards, ManySamplesComeInPieces) {
  std::vector<std::pair<std::string, std::string>> files;
  for (int i = 1000; i < 1300; ++i) {
    const std::string key = std::to_string(i);
    files.emplace_back(key + ".cls", i % 2 ? "odd" : "even");
    files.emplace_back(key + ".json", i < 1250 ? "{\"size\": " + key + "}" : R"({"size": "large"})");
    if (i % 7 != 0) files.emplace_back(key + ".pgm", "P5 2 2 255\n" + key);
  }
  put(files);
  const auto chunks = reader(path()).chunks({});
  EXPECT_EQ(chunks->count(), 5);
  const Table table = read(path());
  testing::expect_same_rows(testing::all_rows(*chunks), table);
  EXPECT_NE(table.at("size").type(), ColumnType::integer);  // words after numbers
  EXPECT_EQ(table.at("size").text(0), "1000");
  EXPECT_EQ(table.at("image").missing_count(), 43);
}

TEST_F(Shards, MistakesAreNamedByShardAndKey) {
  put({{"1.jpg", "x"}, {"1.png", "y"}});
  fails("a.tar:1: .jpg and .png are both the column \"image\"");
  put({{"1.cls", "x"}, {"1.json", "[1]"}});
  fails("a.tar:1.json: needs an object");
  put({{"1.cls", "x"}, {"1.json", R"({"label": 3})"}});
  fails("a.tar:1.json: another file of this sample gives \"label\" too");
  put({{"1.cls", "x"}, {"2.json", R"({"key": 3})"}});
  fails("a.tar:2.json: there is another column \"key\"");
  put({{"1.cls", "x"}, {"2.cls", "many"}});
  fails("a.tar:1.cls: \"label\" is \"x\", but the column holds number", {.types = {{"label", ColumnType::number}}});
  put({{"1.x.png", "x"}, {"2.x.txt", "many"}});
  fails("a.tar:2.x.txt: there is another column \"x\"");
  put({{"1", "x"}, {"2.bin", "many"}});
  fails("a.tar: no sample in it");
  testing::put(folder / "a.tar", "words");
  fails("a.tar: is no tar archive");

  Problems problems;
  reader(path(), {".jpg", "bin", "jpg"}).check(problems);
  EXPECT_EQ(problems.all().size(), 2u);
}

TEST_F(Shards, BrokenSamplesAreLeftOutWhereAsked) {
  put({{"1.pgm", "P5 2 2 255\nabcd"},
       {"1.cls", "x"},
       {"2.pgm", "P5 2 2 255\nab"},
       {"2.cls", "x"},
       {"3.pgm", "P5 2 2 255\nabcd"},
       {"3.json", "{"},
       {"4.txt", "\xFF\xFE"},
       {"5.cls", "y"}});
  const ReadSettings skip{.on_error = OnError::skip};
  const ReadResult result = reader(path()).read(skip);
  ASSERT_EQ(result.table.rows(), 2);
  EXPECT_EQ(result.table.at("key").text(1), "5");
  ASSERT_EQ(result.skipped.size(), 3u);
  EXPECT_TRUE(result.skipped[0].where.ends_with("a.tar:2"));
  const auto chunks = reader(path()).chunks(skip);
  testing::expect_same_rows(testing::all_rows(*chunks), result.table);
  EXPECT_EQ(chunks->skipped().size(), 3u);
}

TEST_F(Shards, ABarePathIsOneWhereItHoldsClasses) {
  put({{"1.pgm", "P5 2 2 255\nabcd"}, {"1.cls", "x"}});
  EXPECT_EQ(source_of(path()).name(), "webdataset");
  put({{"1.pgm", "P5 2 2 255\nabcd"}, {"1.txt", "x"}});
  EXPECT_EQ(source_of(path()).name(), "images");
  testing::shell(folder.path(), "gzip a.tar");
  EXPECT_FALSE(reader(path() + ".gz").chunks({}));
  EXPECT_EQ(read(path() + ".gz").rows(), 1);
}

}  // namespace
}  // namespace plumb
