#pragma once

#include <unistd.h>

#include "tests/support/program.h"

namespace plumb::testing {

/// A real server on the loopback, in a folder of its own, run by a user who may not be root (PostgreSQL refuses root).
/// It is started here, and stopped at the end. `problem` says why there is none.
class PostgresqlServer {
 public:
  PostgresqlServer() {
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
  ~PostgresqlServer() {
    if (running_) run(as_user("pg_ctl -D data -m immediate stop"));
  }
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;

  Finished sql(const std::string& commands) const {
    put(folder_ / "commands.sql", commands);
    return run("psql -v ON_ERROR_STOP=1 -q '" + url() + "' -f commands.sql");
  }
  /// tests/data/formats/people.csv as the table `people`.
  Finished put_people() const {
    return sql(
        "CREATE TABLE people (age integer, height double precision, city text, member boolean, seen timestamptz, kind "
        "varchar(9));\nSET timezone = 'UTC';\n\\copy people FROM '" +
        (source_dir() / "tests/data/formats/people.csv").string() + "' CSV HEADER\n");
  }
  std::string url() const { return "postgresql://plumb@127.0.0.1:" + port + "/postgres"; }

  std::string problem, port;

 private:
  Finished run(const std::string& commands) const { return shell(folder_.path(), commands); }
  std::string as_user(const std::string& command) const {
    const std::string whole = "cd " + folder_.path().string() + " && PATH=" + bin_ + ":$PATH && " + command;
    std::string quoted;
    for (const char c : whole) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return "if [ $(id -u) = 0 ]; then setpriv --reuid=nobody --clear-groups sh -c '" + quoted + "'; else sh -c '" +
           quoted + "'; fi";
  }
  ScratchFolder folder_;
  std::string bin_;
  bool running_ = false;
};

}  // namespace plumb::testing
