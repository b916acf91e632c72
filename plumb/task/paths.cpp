// Paths of the data section: `${NAME}`, relative to the task file, there or not.
#include <cstdlib>
#include <filesystem>

#include "plumb/core/files.h"
#include "plumb/core/missing_path.h"
#include "plumb/data/database_url.h"
#include "plumb/task/data_section.h"

namespace plumb {
namespace {

namespace fs = std::filesystem;

void resolve(Entry& entry, const std::string& folder, Problems problems) {
  if (!entry.is_scalar() || entry.word().empty()) return;  // not a path: the reader's own checks answer
  const size_t before = problems.all().size();
  const std::string written = expand_environment(entry.word(), problems);
  if (problems.all().size() != before) return;
  if (!scheme_of(written).empty()) {
    problems.add(
        fmt::format("\"{}\": object stores come with a later version; files are read here", written.substr(0, 80)));
    return;
  }
  const fs::path path = (fs::path(folder) / written).lexically_normal();
  std::error_code problem;
  if (!is_pattern(written) && !fs::exists(path, problem))
    problems.add(fmt::format("{} is not there{}", path.string(), hint_for_missing(path)));
  const Mark mark = entry.mark;
  entry = Entry::text(path.string());
  entry.mark = mark;
}

bool is_path(const Entry& schema) {
  const Entry* format = schema.find("format");
  if (format && format->word() == "path") return true;
  if (const Entry* choices = schema.find("anyOf"))
    for (const Entry& choice : choices->items())
      if (is_path(choice)) return true;
  const Entry* items = schema.find("items");
  return items && is_path(*items);
}

void resolve_all(Entry& entry, const std::string& folder, Problems problems) {
  if (!entry.is_list()) return resolve(entry, folder, problems);
  for (size_t i = 0; i < entry.items().size(); ++i)
    resolve(entry.items()[i], folder, problems.within(fmt::format("[{}]", i), entry.items()[i]));
}

// `{csv: {path: …}}` or `{csv: …}`: the options whose schema says so are paths.
void resolve_reader(const std::string& name, Entry& options, const std::string& folder, Problems problems) {
  if (!options.is_map()) return resolve_all(options, folder, problems);
  for (const std::string& option : path_options(name))
    if (Entry* given = options.find(option)) resolve_all(*given, folder, problems.within(option, *given));
}

// `sqlite:///houses.db?table=sales` becomes the reader that it means, whose paths are resolved as those of any other.
void resolve_url(Entry& url, const std::string& folder, Problems problems) {
  try {
    Entry reader = source_of(url.word()).write();
    reader.mark = url.mark;
    const std::string name = reader.fields().front().name;
    resolve_reader(name, *reader.find(name), folder, problems);
    url = std::move(reader);
  } catch (const Error& error) {
    problems.add(error.what());
  }
}

}  // namespace

std::string expand_environment(const std::string& text, Problems problems) {
  std::string out;
  size_t from = 0;
  for (size_t open; (open = text.find("${", from)) != std::string::npos;) {
    const size_t close = text.find('}', open);
    if (close == std::string::npos) break;
    const std::string name = text.substr(open + 2, close - open - 2);
    const char* value = std::getenv(name.c_str());
    if (!value) problems.add(fmt::format("${{{}}} is not set; write `export {}=…` before plumb", name, name));
    out += text.substr(from, open - from) + (value ? value : "");
    from = close + 1;
  }
  return out + text.substr(from);
}

std::vector<std::string> path_options(const std::string& reader) {
  std::vector<std::string> names;
  const auto* item = registry<Source>().find(reader);
  if (!item) return names;
  const Entry schema = item->schema();
  for (const Entry::Field& option : schema.at("properties").fields())
    if (is_path(option.value)) names.push_back(option.name);
  return names;
}

void resolve_data_paths(Entry& data, const std::string& folder, Problems problems) {
  if (data.is_scalar())
    return scheme_of(data.word()).empty() ? resolve(data, folder, problems) : resolve_url(data, folder, problems);
  for (size_t i = 0; i < data.items().size(); ++i)
    resolve_data_paths(data.items()[i], folder, problems.within(fmt::format("[{}]", i), data.items()[i]));
  for (const Entry::Field& field : std::vector(data.fields())) {
    if (field.name == "stream") continue;
    Entry& value = *data.find(field.name);
    const Problems here = problems.within(field.name, value);
    if (field.name == "train" || field.name == "valid" || field.name == "test")
      resolve_data_paths(value, folder, here);
    else
      resolve_reader(field.name, value, folder, here);
  }
}

}  // namespace plumb
