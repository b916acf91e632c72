#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/describe.h"

/// Commands of the program, one file each. A command is a struct with described options and
///
///     struct Check {
///       std::string task = {};
///       std::vector<std::string> set = {};
///       static constexpr auto name = "check";
///       static constexpr auto summary = "Reports every mistake of a task file.";
///       static constexpr auto example = "plumb check task.yaml";
///       static constexpr std::array arguments{"task"};        // options that are given by place, in order
///       static void describe(auto& self, auto& field) { … }
///       int run() const;                                      // the exit code
///     };
///     [[maybe_unused]] static const bool registered = add_command<Check>();
///
/// Its file does this, and nothing else is edited: parsing, `--help`, completion and the reference follow.
namespace plumb {

/// An option as the command line takes it.
struct CommandOption {
  enum class Takes { flag, number, text, texts };
  OptionHelp help;
  Takes takes = Takes::text;
};

struct Command {
  std::string name = {}, summary = {}, example = {};
  std::vector<std::string> arguments = {};  // by place; the last may take several where it is a list
  std::function<std::vector<CommandOption>()> options = {};
  std::function<int(const Entry& given)> run = {};
};

/// All commands, by name.
std::map<std::string, Command, std::less<>>& commands();

/// Reads `words` as a command's options and arguments; an Error says what is wrong and what there is.
Entry parse_arguments(const Command& command, const std::vector<std::string>& words);

/// What `plumb --help` and `plumb NAME --help` print.
std::string help();
std::string help(const Command& command);

/// "--clip-norm" for clip_norm.
std::string dashed(std::string name);

namespace internal {

class CommandOptionLister {
 public:
  template <class T, class... Rules>
  void operator()(std::string_view name, const T& value, std::string_view sentence, const Rules&... rules) {
    OptionLister one;
    one(name, value, sentence, rules...);
    result.push_back({one.result.front(), takes<T>()});
  }
  std::vector<CommandOption> result;

 private:
  template <class T>
  static constexpr CommandOption::Takes takes() {
    using enum CommandOption::Takes;
    if constexpr (std::is_same_v<T, bool>)
      return flag;
    else if constexpr (std::is_arithmetic_v<T>)
      return number;
    else if constexpr (std::is_same_v<T, std::vector<std::string>>)
      return texts;
    else
      return text;
  }
};

}  // namespace internal

template <class Kind>
bool add_command() {
  Command command{.name = Kind::name, .summary = Kind::summary, .example = Kind::example};
  if constexpr (requires { Kind::arguments; }) command.arguments.assign(Kind::arguments.begin(), Kind::arguments.end());
  command.options = [] {
    internal::CommandOptionLister lister;
    const Kind initial{};
    Kind::describe(initial, lister);
    return std::move(lister.result);
  };
  command.run = [](const Entry& given) {
    Problems problems;
    const auto options = read_options<Kind>(given, problems);
    problems.raise();
    return options->run();
  };
  return commands().emplace(command.name, command).second;
}

}  // namespace plumb
