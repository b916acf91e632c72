// The same table in every format that is read is the same table, cell by cell (tests/references/table_formats.py writes
// them with other libraries), and what one format alone can hold.
#include <gtest/gtest.h>

#include <cmath>

#include "plumb/core/files.h"
#include "plumb/core/table_hash.h"
#include "plumb/data/npz.h"
#include "plumb/data/source.h"
#include "plumb/data/sqlite.h"
#include "tests/support/data_sets.h"
#include "tests/support/program.h"
#include "tests/support/tables.h"

namespace plumb {
namespace {

std::string file(const std::string& name) { return (testing::source_dir() / "tests/data/formats" / name).string(); }

Table read(const std::string& path, const ReadSettings& settings = {}) { return source_of(path).read(settings).table; }

TEST(Formats, TheSameTableIsTheSameInEach) {
  const Table csv = read(file("people.csv"));
  ASSERT_EQ(csv.rows(), 160);
  const std::vector<ColumnType> types{ColumnType::integer, ColumnType::number,    ColumnType::category,
                                      ColumnType::boolean, ColumnType::date_time, ColumnType::category};
  for (size_t c = 0; c < types.size(); ++c) EXPECT_EQ(csv.at(c).type(), types[c]) << csv.names()[c];
  EXPECT_GT(csv.at("city").missing_count(), 0);
  EXPECT_GT(csv.at("height").missing_count(), 0);
  int others = 0;
  for (const auto& item : std::filesystem::directory_iterator(testing::source_dir() / "tests/data/formats")) {
    const std::string other = item.path().filename().string();
    if (!other.starts_with("people.") || other == "people.csv") continue;
    ++others;
    SCOPED_TRACE(other);
    const Table table = read(file(other)).select(csv.names());
    for (const std::string& name : csv.names()) {
      ASSERT_EQ(table.at(name).type(), csv.at(name).type()) << name;
      for (int64_t row = 0; row < csv.rows(); ++row)
        ASSERT_EQ(table.at(name).shown(row), csv.at(name).shown(row)) << name << ", row " << row + 1;
    }
    EXPECT_EQ(hash_table(table), hash_table(csv));
  }
  EXPECT_GE(others, 8);
}

TEST(Formats, DatabasesAreNamedByUrlsAndQueries) {
  const Table whole = read(file("people.db"));
  EXPECT_EQ(hash_table(read("sqlite:///" + file("people.db") + "?table=people")), hash_table(whole));
  const Table some =
      read("sqlite:///" + file("people.db") + "?query=SELECT+age,+2+*+age+AS+twice+FROM+people+WHERE+age%3E80");
  ASSERT_GT(some.rows(), 0);
  EXPECT_LT(some.rows(), whole.rows());
  for (int64_t row = 0; row < some.rows(); ++row) {
    EXPECT_GT(some.at("age").number(row), 80);
    EXPECT_EQ(some.at("twice").number(row), 2 * some.at("age").number(row));
  }
}

TEST(Formats, ParquetIsReadInItsRowGroups) {
  const Source source = source_of(file("people.parquet"));
  const auto chunks = source.chunks({});
  ASSERT_TRUE(chunks);
  EXPECT_EQ(chunks->count(), 4);  // of 50 rows
  testing::expect_same_rows(testing::all_rows(*chunks), read(file("people.parquet")));
  const auto told = source.chunks({.types = {{"age", ColumnType::category}}, .missing = {"ulm"}});
  const Table rows = testing::all_rows(*told);
  for (const std::string& word : rows.at("city").words()) EXPECT_NE(word, "ulm");
  EXPECT_EQ(told->read(3).at("age").type(), ColumnType::category);
  EXPECT_EQ(source.chunks({})->fingerprint(), chunks->fingerprint());
}

TEST(Formats, AStreamedParquetFileTrainsAsOneInMemory) {
  const testing::ScratchFolder folder;
  const auto train = [&](const std::string& stream) {
    testing::put(folder / "task.yaml", "name: people\ndata: {train: " + file("people.parquet") + stream +
                                           "}\ntarget: kind\ninputs: {seen: ignore}\nmodel: linear\n"
                                           "train: {epochs: 30, batch_size: 16}\n");
    const auto trained = testing::plumb(folder.path(), "train task.yaml --json");
    EXPECT_EQ(trained.code, 0) << trained.err;
    EXPECT_EQ(trained.err.find("rows stay in their files") != std::string::npos, !stream.empty()) << trained.err;
    return parse_json(trained.out, "train").at("metrics").at("targets").at("kind").at("scores").at("accuracy");
  };
  const auto accuracy = [](const Entry& score) { return (score.is_map() ? score.at("value") : score).as_double(); };
  EXPECT_GT(accuracy(train(", stream: true")), 0.7);
  EXPECT_GT(accuracy(train("")), 0.7);
}

TEST(Formats, ToldTypesAndMissingWordsHold) {
  for (const char* name : {"people.csv", "people.parquet", "people.npz", "people.db", "people.arff"}) {
    SCOPED_TRACE(name);
    const Table table = read(file(name), {.types = {{"age", ColumnType::category}}, .missing = {"ulm"}});
    EXPECT_EQ(table.at("age").type(), ColumnType::category);
    for (const std::string& word : table.at("city").words()) EXPECT_NE(word, "ulm");
    EXPECT_EQ(read(file(name), {.limit = 7}).rows(), 7);
  }
}

TEST(Formats, ArrowTypesOfTheirOwn) {
  for (const char* name : {"types.parquet", "types.feather"}) {
    SCOPED_TRACE(name);
    const Table table = read(file(name));
    EXPECT_EQ(table.at("tiny").shown(2), "255");
    EXPECT_TRUE(table.at("tiny").missing(1));
    EXPECT_EQ(table.at("huge").number(1), std::ldexp(1.0, 64));
    EXPECT_EQ(table.at("half").number(2), 65504);
    EXPECT_TRUE(table.at("price").missing(0));
    EXPECT_EQ(table.at("price").number(2), -3.5);
    EXPECT_EQ(table.at("day").shown(1), "1969-12-31");
    EXPECT_EQ(table.at("nano").integers()[0], -1);  // a nanosecond before 1970 is in the millisecond before
    EXPECT_EQ(table.at("nano").integers()[1], 1);
    ASSERT_EQ(table.at("list").list(0).size(), 2u);
    EXPECT_EQ(table.at("list").list(0)[1], 2.5);
    EXPECT_EQ(table.at("list").list(1).size(), 0u);
    EXPECT_TRUE(table.at("list").missing(2));
    EXPECT_EQ(table.at("nothing").missing_count(), 3);
  }
}

TEST(Formats, ImagesInOneNpz) {
  REQUIRE_DATA_SET("pneumonia_xray");
  const std::string path = (testing::data_dir() / "pneumonia_xray/pneumoniamnist.npz").string();
  const Table train = Npz{.path = {path}, .prefix = "train_"}.read({}).table;
  EXPECT_EQ(train.rows(), 2428);
  EXPECT_EQ(train.at("images").type(), ColumnType::image);
  EXPECT_EQ(train.at("images").image(0).height, 28);
  EXPECT_EQ(train.at("labels").type(), ColumnType::integer);
  try {
    read(path);
    ADD_FAILURE() << "parts of different sizes are no table";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("`prefix: train_`"), std::string::npos) << error.what();
  }
}

TEST(Formats, FilesReadTogetherNeedTheSameColumns) {
  const testing::ScratchFolder folder;
  testing::put(folder / "1.arff", "@relation r\n@attribute a real\n@attribute b real\n@data\n1,2\n");
  testing::put(folder / "2.arff", "@relation r\n@attribute b real\n@attribute a real\n@data\n3,4\n");
  const Table both = read((folder / "*.arff").string());
  EXPECT_EQ(both.at("a").shown(1), "4");
  testing::put(folder / "3.arff", "@relation r\n@attribute a real\n@data\n5\n");
  EXPECT_THROW(read((folder / "*.arff").string()), Error);
}

TEST(Formats, AMissingPluginSaysHowToGetIt) {
  const testing::ScratchFolder folder;
  testing::put(folder / "task.yaml", "data: " + file("people.parquet") + "\ntarget: kind\n");
  const auto finished = testing::shell(folder.path(), "PLUMB_ARROW_PLUGIN=/nowhere/libplumb_arrow.so " +
                                                          testing::program() + " train task.yaml --quiet");
  EXPECT_EQ(finished.code, 2);
  EXPECT_NE(finished.err.find(
                "Parquet and Arrow files need the plug-in arrow, which is not here (looked for "
                "/nowhere/libplumb_arrow.so); build it with `./dev build`, unpack the archive that holds it over "
                "this program, or set PLUMB_ARROW_PLUGIN"),
            std::string::npos)
      << finished.err;
}

TEST(Formats, NothingOfTheirLibrariesIsLoadedAtTheStart) {
  const testing::ScratchFolder folder;
  const auto finished = testing::shell(folder.path(), "ldd " + testing::program());
  if (finished.code != 0) GTEST_SKIP() << "needs ldd";
  for (const char* library : {"libarrow", "libparquet", "libpq", "libsqlite3", "libtiff", "libwebp"})
    EXPECT_EQ(finished.out.find(library), std::string::npos) << finished.out;
}

}  // namespace
}  // namespace plumb
