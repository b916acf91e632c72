// A real server on the loopback, in a folder of its own, run by a user who may not be root (PostgreSQL refuses root).
#include "plumb/data/postgresql.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "plumb/core/table_hash.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

/// Starts a server, and stops it at the end. `problem` says why there is none.
class Server {
 public:
  Server() {
    const auto found = run("ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1; dirname \"$(command -v initdb)\"");
    bin_ = found.out.substr(0, found.out.find('\n'));
    if (bin_.size() < 2) {  // "." where there is no initdb

      problem = "no PostgreSQL server is installed (Debian: apt-get install postgresql)";
      return;
    }
    port = std::to_string(20000 + ::getpid() % 20000);
    run("mkdir data run && chmod 755 . && if [ $(id -u) = 0 ]; then chown nobody data run; fi");
    const auto started = run(
        as_user(
            "initdb -D data -U plumb -A trust -E UTF8 --locale=C > run/init.log 2>&1 || (cat run/init.log; exit 1)") +
        " && " +
        as_user("pg_ctl -D data -w -t 60 -o '-c listen_addresses=127.0.0.1 -p " + port + " -k " +
                (folder_ / "run").string() + " -F' -l run/log start"));
    running_ = started.code == 0;
    if (!running_) problem = "the server does not start: " + started.out + started.err;
  }
  ~Server() {
    if (running_) run(as_user("pg_ctl -D data -m immediate stop"));
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  testing::Finished sql(const std::string& commands) const {
    testing::put(folder_ / "commands.sql", commands);
    return run("psql -v ON_ERROR_STOP=1 -q '" + url() + "' -f commands.sql");
  }
  std::string url() const { return "postgresql://plumb@127.0.0.1:" + port + "/postgres"; }

  std::string problem, port;

 private:
  testing::Finished run(const std::string& commands) const { return testing::shell(folder_.path(), commands); }
  std::string as_user(const std::string& command) const {
    const std::string whole = "cd " + folder_.path().string() + " && PATH=" + bin_ + ":$PATH && " + command;
    std::string quoted;
    for (const char c : whole) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return "if [ $(id -u) = 0 ]; then setpriv --reuid=nobody --clear-groups sh -c '" + quoted + "'; else sh -c '" +
           quoted + "'; fi";
  }
  testing::ScratchFolder folder_;
  std::string bin_;
  bool running_ = false;
};

class PostgresqlTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<Server>(); }
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
  static std::unique_ptr<Server> server_;
};
std::unique_ptr<Server> PostgresqlTest::server_;

TEST_F(PostgresqlTest, TheSameTableAsInAFile) {
  const auto csv = testing::source_dir() / "tests/data/formats/people.csv";
  const auto made = server_->sql(
      "CREATE TABLE people (age integer, height double precision, city text, member boolean, seen timestamptz, kind "
      "varchar(9));\nSET timezone = 'UTC';\n\\copy people FROM '" +
      csv.string() + "' CSV HEADER\n");
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
