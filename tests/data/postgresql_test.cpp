#include "plumb/data/postgresql.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "plumb/core/table_hash.h"
#include "tests/support/postgresql_server.h"

namespace plumb {
namespace {

class PostgresqlTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<testing::PostgresqlServer>(); }
  static void TearDownTestSuite() { server_.reset(); }
  void SetUp() override {
    if (server_->problem.empty()) return;
    if (testing::is_ci()) FAIL() << server_->problem;
    GTEST_SKIP() << server_->problem;
  }
  static Table read(const std::string& query) {
    return Postgresql{.url = server_->url(), .query = query}.read({}).table;
  }
  static std::string message(const std::string& query) {
    try {
      read(query);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  static std::unique_ptr<testing::PostgresqlServer> server_;
};
std::unique_ptr<testing::PostgresqlServer> PostgresqlTest::server_;

TEST_F(PostgresqlTest, TheSameTableAsInAFile) {
  const auto csv = testing::source_dir() / "tests/data/formats/people.csv";
  const auto made = server_->put_people();
  ASSERT_EQ(made.code, 0) << made.err;
  const Table expected = source_of(csv.string()).read({}).table;
  for (const std::string& url :
       {server_->url() + "?table=people", "postgres" + server_->url().substr(10) + "?query=SELECT+*+FROM+people"}) {
    const Table table = source_of(url).read({}).table;
    ASSERT_EQ(table.names(), expected.names());
    for (const std::string& name : expected.names())
      for (int64_t row = 0; row < expected.rows(); ++row)
        ASSERT_EQ(table.at(name).shown(row), expected.at(name).shown(row)) << name << ", row " << row + 1;
    EXPECT_EQ(hash_table(table), hash_table(expected));
  }
}

TEST_F(PostgresqlTest, TypesOfTheServer) {
  const Table table = read(
      "SELECT 1.50::numeric AS price, '\\x8950'::bytea AS picture, ARRAY[1, 2.5, NULL]::float8[] AS list, "
      "'NaN'::float4 AS "
      "gap, 'a'::char AS letter, DATE '1969-12-31' AS day, 9007199254740993::int8 AS big, TRUE AS yes");
  EXPECT_EQ(table.at("price").number(0), 1.5);
  EXPECT_EQ(table.at("picture").image(0).bytes[1], 0x50);
  EXPECT_EQ(table.at("list").list(0)[1], 2.5);
  EXPECT_TRUE(std::isnan(table.at("list").list(0)[2]));
  EXPECT_TRUE(table.at("gap").missing(0));
  EXPECT_EQ(table.at("letter").text(0), "a");
  EXPECT_EQ(table.at("day").shown(0), "1969-12-31");
  EXPECT_EQ(table.at("big").integers()[0], 9007199254740993);
  EXPECT_EQ(table.at("yes").type(), ColumnType::boolean);
}

TEST_F(PostgresqlTest, MistakesHaveOneClearMessage) {
  const std::string url = server_->url();
  EXPECT_EQ(message("SELECT * FROM peple"),
            url + ": ERROR:  relation \"peple\" does not exist, in `SELECT * FROM peple`; correct the query");
  EXPECT_NE(message("CREATE TABLE written (a int)").find("read-only transaction"), std::string::npos);
  EXPECT_NE(message("SELECT 1 AS a, 2 AS a").find("two columns are called \"a\""), std::string::npos);
  EXPECT_NE(message("SELECT 1 WHERE false").find("gives no rows"), std::string::npos);
  EXPECT_NE(message("SELECT DATE '0044-03-15 BC' AS d").find("cannot be read"), std::string::npos);
}

TEST(PostgresqlUrl, PasswordsStayOutOfTheTask) {
  for (const char* url : {"postgresql://me:secret@h/d?table=t", "postgresql://h/d?table=t&password=secret"}) try {
      source_of(url);
      ADD_FAILURE() << url;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("writes a password out"), std::string::npos) << error.what();
      EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos) << error.what();
    }
  const std::string url = "postgresql://me:${PLUMB_NO_SUCH_NAME}@127.0.0.1:1/d";
  EXPECT_EQ(Postgresql::from_path(url + "?table=t&sslmode=disable").url, url + "?sslmode=disable");
  try {
    Postgresql{.url = url, .table = "t"}.read({});
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("${PLUMB_NO_SUCH_NAME} is not set"), std::string::npos) << error.what();
  }
}

TEST(PostgresqlUrl, NoServerIsSaid) {
  try {
    Postgresql{.url = "postgresql://me@127.0.0.1:1/d", .table = "t"}.read({});
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("postgresql://me@127.0.0.1:1/d: no connection: "), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace plumb
