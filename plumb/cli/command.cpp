#include "plumb/cli/command.h"

#include <algorithm>

namespace plumb {
namespace {

using Takes = CommandOption::Takes;

const CommandOption* find(const std::vector<CommandOption>& options, std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  for (const CommandOption& option : options)
    if (option.help.name == name) return &option;
  // One letter: the first option that begins so (`-o` for --output).
  if (name.size() == 1)
    for (const CommandOption& option : options)
      if (option.help.name[0] == name[0]) return &option;
  return nullptr;
}

void put(Entry& given, const CommandOption& option, const std::string& word) {
  const Entry value = option.takes == Takes::number ? Entry::scalar(word, false) : Entry::text(word);
  if (option.takes != Takes::texts) return given.set(option.help.name, value);
  if (!given.find(option.help.name)) given.set(option.help.name, Entry::list());
  given.find(option.help.name)->push(value);
}

std::string usage(const Command& command, const std::vector<CommandOption>& options) {
  std::string line = "plumb " + command.name;
  for (const std::string& argument : command.arguments) {
    const CommandOption* option = find(options, argument);
    std::string shown = argument;
    for (char& c : shown) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (option->takes == Takes::texts) shown += "…";
    line += option->help.is_required ? " " + shown : " [" + shown + "]";
  }
  return line;
}

[[noreturn]] void refuse(const Command& command, const std::vector<CommandOption>& options, const std::string& word) {
  std::vector<std::string> known;
  for (const CommandOption& one : options) known.push_back(dashed(one.help.name));
  throw Error("plumb {}: unknown option {}{}; see `plumb {} --help`", command.name, word, did_you_mean(word, known),
              command.name);
}

}  // namespace

std::string dashed(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return "--" + name;
}

std::map<std::string, Command, std::less<>>& commands() {
  static std::map<std::string, Command, std::less<>> all;
  return all;
}

Entry parse_arguments(const Command& command, const std::vector<std::string>& words) {
  const std::vector<CommandOption> options = command.options();
  Entry given = Entry::map();
  size_t place = 0;
  bool only_arguments = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--" && !only_arguments) {
      only_arguments = true;
    } else if (word.size() > 1 && word[0] == '-' && !only_arguments) {
      const size_t equals = word.find('='), dashes = word[1] == '-' ? 2 : 1;
      const CommandOption* option = find(options, word.substr(dashes, equals - dashes));
      if (!option) refuse(command, options, word.substr(0, equals));
      if (equals != std::string::npos) {
        put(given, *option, word.substr(equals + 1));
      } else if (option->takes == Takes::flag) {
        given.set(option->help.name, Entry::boolean(true));
      } else {
        require(i + 1 < words.size(), "plumb {}: {} needs a value: {}", command.name, word, option->help.sentence);
        put(given, *option, words[++i]);
      }
    } else {
      require(!command.arguments.empty(), "plumb {} takes no arguments, got \"{}\"", command.name, word);
      const CommandOption* option = find(options, command.arguments[std::min(place, command.arguments.size() - 1)]);
      require(place < command.arguments.size() || option->takes == Takes::texts,
              "plumb {}: \"{}\" is one argument too many; usage: {}", command.name, word, usage(command, options));
      put(given, *option, word);
      ++place;
    }
  }
  for (const std::string& argument : command.arguments)
    if (const CommandOption* option = find(options, argument); option->help.is_required && !given.find(argument))
      throw Error("plumb {}: {} is missing; usage: {}, e.g. `{}`", command.name, argument, usage(command, options),
                  command.example);
  return given;
}

std::string help(const Command& command) {
  const std::vector<CommandOption> options = command.options();
  std::string text = fmt::format("{}\n\n  {} [--options]\n\n", command.summary, usage(command, options));
  std::vector<std::pair<std::string, std::string>> lines;
  for (const CommandOption& option : options) {
    const auto& places = command.arguments;
    const bool by_place = std::find(places.begin(), places.end(), option.help.name) != places.end();
    std::string left = by_place ? option.help.name : dashed(option.help.name);
    if (!by_place && option.takes != Takes::flag) left += " " + option.help.type;
    std::string right = option.help.sentence;
    const std::string& initial = option.help.initial;
    if (option.takes == Takes::number || (option.takes == Takes::text && initial != "\"\"" && initial != "null"))
      if (!option.help.is_required) right += fmt::format(" [{}]", initial);
    lines.emplace_back(left, right);
  }
  lines.emplace_back("--quiet", "Prints results only.");
  lines.emplace_back("--help", "This text.");
  size_t width = 0;
  for (const auto& [left, right] : lines) width = std::max(width, left.size());
  for (const auto& [left, right] : lines) text += fmt::format("  {:{}}  {}\n", left, width, right);
  return text + fmt::format("\nExample:  {}\n", command.example);
}

std::string help() {
  std::string text =
      "Plumbline: a deep-learning task from raw data to a served model, with one file and one binary.\n\n"
      "  plumb COMMAND [ARGUMENTS] [--options]\n\n";
  for (const auto& [name, command] : commands()) text += fmt::format("  {:13} {}\n", name, command.summary);
  return text +
         "\nBegin with:   plumb init data.csv --target column && plumb train task.yaml\n"
         "More:         plumb COMMAND --help\n";
}

}  // namespace plumb
