#include "plumb/task/reference.h"

#include "plumb/core/registry.h"
#include "plumb/task/task.h"

namespace plumb {
namespace {

std::string in_cell(std::string text) {
  for (size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return text;
}

std::string initial_text(const OptionHelp& option) {
  if (option.is_required) return "must be given";
  return option.initial.size() > 80 ? "see below" : "`" + in_cell(option.initial) + "`";
}

std::string page_of(const std::string& sort, const std::vector<ComponentHelp>& components) {
  std::string page = fmt::format("# {}\n\nWritten by `plumb docs`.\n", sort);
  for (const ComponentHelp& component : components) {
    page += fmt::format("\n## {}\n\n{}\n", component.name, component.summary);
    if (!component.example.empty()) page += fmt::format("\n```yaml\n{}\n```\n", component.example);
    if (!component.options.empty()) page += "\n" + options_table(component.options);
  }
  return page;
}

}  // namespace

std::string options_table(const std::vector<OptionHelp>& options) {
  std::string table = "| option | type | default | what it is |\n|---|---|---|---|\n";
  for (const OptionHelp& option : options) {
    const std::string limits = option.limits.empty() ? "" : fmt::format(" ({})", option.limits);
    table += fmt::format("| `{}` | {} | {} | {}{} |\n", option.name, in_cell(option.type), initial_text(option),
                         in_cell(option.sentence), in_cell(limits));
  }
  return table;
}

std::map<std::string, std::string> reference_pages() {
  std::map<std::string, std::string> pages;
  for (const auto& [name, sort] : sorts()) pages[name + ".md"] = page_of(name, sort.components());
  pages["task.md"] = "# Task file\n\nWritten by `plumb docs`.\n\n" + options_table(help_of_options<Task>()) +
                     "\n## split\n\n" + options_table(help_of_options<Split>()) + "\n## train\n\n" +
                     options_table(help_of_options<TrainOptions>());
  return pages;
}

}  // namespace plumb
