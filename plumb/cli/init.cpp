#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/core/files.h"
#include "plumb/core/progress.h"
#include "plumb/task/init.h"

namespace plumb {
namespace {

struct Init {
  std::string data = {};
  std::string target = {};
  std::vector<std::string> columns = {};
  std::vector<std::string> missing = {};
  std::string output = "task.yaml";
  bool force = false;
  static constexpr auto name = "init";
  static constexpr auto summary = "Looks at data and writes a commented task file that trains as it is.";
  static constexpr auto example = "plumb init adult.csv --target income";
  static constexpr std::array arguments{"data"};
  static void describe(auto& self, auto& field) {
    field("data", self.data, "A file or folder.", required);
    field("target", self.target, "What is predicted; nothing: a column called target or label, or the last one.");
    field("columns", self.columns, "Names of the columns, where the file has none: a,b,c.");
    field("missing", self.missing, "Words that mean a missing cell.");
    field("output", self.output, "The task file; -: standard output.");
    field("force", self.force, "Writes over a file that is there.");
  }
  int run() const {
    // Paths in a task file are relative to it.
    const bool elsewhere = output != "-" && Path(output).has_parent_path();
    const std::string source = elsewhere ? std::filesystem::absolute(data).lexically_normal().string() : data;
    const std::string task =
        init_task(source, {.target = target, .columns = split(columns), .missing = split(missing)});
    if (output == "-") {
      fmt::print("{}", task);
      return 0;
    }
    require(force || !std::filesystem::exists(output), "{} is there already; say --force to write over it, or --output",
            output);
    write_file(output, task);
    say(fmt::format("{} is written; `plumb train {}` trains it", output, output));
    return 0;
  }
  static std::vector<std::string> split(const std::vector<std::string>& given) {
    std::vector<std::string> words;
    for (const std::string& list : given) {
      words.emplace_back();
      for (const char c : list) {
        if (c == ',')
          words.emplace_back();
        else
          words.back() += c;
      }
    }
    return words;
  }
};

[[maybe_unused]] const bool registered = add_command<Init>();

}  // namespace
}  // namespace plumb
