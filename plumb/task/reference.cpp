#include "plumb/task/reference.h"

#include "plumb/core/registry.h"
#include "plumb/task/task.h"

namespace plumb {
namespace {

std::string in_cell(std::string text) {
  for (size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return text;
}

/// The default; of a component with many options its name, of options that have a table themselves nothing more.
std::string initial_text(const OptionHelp& option) {
  if (option.is_required) return "must be given";
  if (option.initial.size() <= 80) return "`" + in_cell(option.initial) + "`";
  const Entry initial = parse_json(option.initial, option.name);
  const bool is_component = initial.is_map() && initial.fields().size() == 1;
  return is_component ? fmt::format("`{}: {{…}}`", initial.fields().front().name) : "listed there";
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

/// The section of a struct of options and, behind it, those of the options that are such structs: "train",
/// "train.checkpoint".
template <Described T>
std::string section(const std::string& path);

/// Visits the options of one struct and writes the sections of those that have options themselves.
class Nested {
 public:
  explicit Nested(std::string path) : path_(std::move(path)) {}

  template <class T, class... Rules>
  void operator()(std::string_view name, const T&, std::string_view, const Rules&...) {
    if constexpr (Described<T>)
      add<T>(name);
    else if constexpr (requires { requires Described<typename T::value_type>; })  // an optional, a list
      add<typename T::value_type>(name);
  }
  std::map<std::string, std::string> links;
  std::string sections;

 private:
  template <class T>
  void add(std::string_view name) {
    const std::string path = path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
    std::string anchor = path;
    std::erase(anchor, '.');
    links.emplace(name, "#" + anchor);
    sections += section<T>(path);
  }
  std::string path_;
};

template <Described T>
std::string section(const std::string& path) {
  const T initial{};
  Nested nested(path);
  T::describe(initial, nested);
  std::vector<OptionHelp> options = help_of_options<T>();
  for (OptionHelp& option : options)
    if (const auto link = nested.links.find(option.name); link != nested.links.end())
      option.type = fmt::format("[{}]({})", option.type, link->second);
  std::string text = path.empty() ? "" : fmt::format("\n## {}\n\n", path);
  if constexpr (requires { T::shorthand; }) text += fmt::format("One value alone is its `{}`.\n\n", T::shorthand);
  return text + options_table(options) + nested.sections;
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
  pages["task.md"] = "# Task file\n\nWritten by `plumb docs`.\n\n" + section<Task>("");
  return pages;
}

}  // namespace plumb
