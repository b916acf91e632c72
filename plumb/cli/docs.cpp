#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/core/files.h"
#include "plumb/task/reference.h"

namespace plumb {
namespace {

std::string commands_page() {
  std::string page = "# Commands\n\nWritten by `plumb docs`.\n";
  for (const auto& [name, command] : commands()) {
    page += fmt::format("\n## {}\n\n{}\n\n    {}\n", name, command.summary, command.example);
    std::vector<OptionHelp> options;
    for (const CommandOption& option : command.options()) options.push_back(option.help);
    if (!options.empty()) page += "\n" + options_table(options);
  }
  return page;
}

struct Docs {
  std::string folder = "docs/reference";
  static constexpr auto name = "docs";
  static constexpr auto summary = "Writes the reference pages: commands, task file, every component.";
  static constexpr auto example = "plumb docs docs/reference";
  static constexpr std::array arguments{"folder"};
  static void describe(auto& self, auto& field) { field("folder", self.folder, "Where the pages go."); }
  int run() const {
    auto pages = reference_pages();
    pages["commands.md"] = commands_page();
    make_folder(folder);
    for (const auto& [file, content] : pages) write_file(Path(folder) / file, content);
    fmt::print("{} pages in {}\n", pages.size(), folder);
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Docs>();

}  // namespace
}  // namespace plumb
