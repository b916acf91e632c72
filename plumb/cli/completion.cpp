#include <fmt/core.h>

#include "plumb/cli/command.h"

namespace plumb {
namespace {

enum class Shell { bash, zsh, fish };
constexpr auto names(Shell) { return std::array{"bash", "zsh", "fish"}; }

std::string options_of(const Command& command) {
  std::string words = "--help --quiet";
  for (const CommandOption& option : command.options()) words += " " + dashed(option.help.name);
  return words;
}

std::string for_bash() {
  std::string cases, all;
  for (const auto& [name, command] : commands()) {
    cases += fmt::format("    {}) options=\"{}\" ;;\n", name, options_of(command));
    all += name + " ";
  }
  return fmt::format(
      "_plumb() {{\n  local word=${{COMP_WORDS[COMP_CWORD]}} options=\n"
      "  if [ \"$COMP_CWORD\" = 1 ]; then COMPREPLY=($(compgen -W \"{}--help\" -- \"$word\")); return; fi\n"
      "  case ${{COMP_WORDS[1]}} in\n{}  esac\n"
      "  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
      "  else COMPREPLY=($(compgen -f -- \"$word\")); fi\n}}\n"
      "complete -o filenames -F _plumb plumb\n",
      all, cases);
}

std::string for_fish() {
  std::string lines;
  for (const auto& [name, command] : commands()) {
    lines += fmt::format("complete -c plumb -n __fish_use_subcommand -f -a {} -d \"{}\"\n", name, command.summary);
    for (const CommandOption& option : command.options())
      lines += fmt::format("complete -c plumb -n \"__fish_seen_subcommand_from {}\" -l {} -d \"{}\"\n", name,
                           dashed(option.help.name).substr(2), option.help.sentence);
  }
  return lines;
}

struct Completion {
  Shell shell = Shell::bash;
  static constexpr auto name = "completion";
  static constexpr auto summary = "Prints what makes a shell complete plumb's words.";
  static constexpr auto example = "source <(plumb completion bash)";
  static constexpr std::array arguments{"shell"};
  static void describe(auto& self, auto& field) { field("shell", self.shell, "The shell.", required); }
  int run() const {
    if (shell == Shell::zsh) fmt::print("autoload -U +X bashcompinit && bashcompinit\n");  // zsh reads bash's
    fmt::print("{}", shell == Shell::fish ? for_fish() : for_bash());
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Completion>();

}  // namespace
}  // namespace plumb
