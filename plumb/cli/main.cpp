// `plumb words…`. Exit codes: 0 fine, 2 a mistake of the user's, 3 a requirement missed, 4 the machine, 70 a bug of
// ours, 130 stopped by Ctrl-C before anything was written.
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <new>

#include "plumb/cli/command.h"
#include "plumb/core/progress.h"

namespace plumb {
namespace {

constexpr int bug_exit_code = 70;

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const auto& [name, command] : commands()) names.push_back(name);
  return names;
}

bool take(std::vector<std::string>& words, const char* word) {
  const auto end = std::find(words.begin(), words.end(), "--");  // what follows is arguments
  const auto found = std::find(words.begin(), end, word);
  if (found == end) return false;
  words.erase(found);
  return true;
}

int run(std::vector<std::string> words) {
  bool wants_help = take(words, "--help");
  wants_help |= take(words, "-h");
  if (take(words, "--quiet")) set_quiet(true);
  if (!words.empty() && words.front() == "help") {
    wants_help = true;
    words.erase(words.begin());
  }
  if (words.empty()) {
    fmt::print(wants_help ? stdout : stderr, "{}", help());
    return wants_help ? 0 : static_cast<int>(Error::Kind::mistake);
  }
  const std::string name = words.front() == "--version" ? "version" : words.front();
  words.erase(words.begin());
  const auto command = commands().find(name);
  if (command == commands().end()) {
    const std::string hint = did_you_mean(name, command_names());
    throw Error("plumb: unknown command \"{}\"{}", name, hint.empty() ? "; see `plumb --help`" : hint);
  }
  if (wants_help) {
    fmt::print("{}", help(command->second));
    return 0;
  }
  return command->second.run(parse_arguments(command->second, words));
}

int run_program(const std::vector<std::string>& words) {
  try {
    const int code = run(words);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
      throw Error("cannot write the output: is the disk full or the pipe closed?", Error::Kind::machine);
    return code;
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return error.exit_code();
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "plumb: out of memory; a smaller `train.batch_size` or fewer rows need less\n");
    return static_cast<int>(Error::Kind::machine);
  } catch (const std::filesystem::filesystem_error& error) {  // a folder that may not be looked into, say
    fmt::print(stderr, "cannot use {}: {}; check the rights, or choose another place\n", error.path1().string(),
               error.code().message());
    return static_cast<int>(Error::Kind::machine);
  } catch (const std::exception& bug) {
    fmt::print(stderr, "plumb: a mistake of ours, please report it: {}\n", bug.what());
    return bug_exit_code;
  }
}

}  // namespace
}  // namespace plumb

int main(int argc, char** argv) { return plumb::run_program({argv + 1, argv + argc}); }
