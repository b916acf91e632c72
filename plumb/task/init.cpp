#include "plumb/task/init.h"

#include <cmath>
#include <filesystem>

#include "plumb/core/text_table.h"
#include "plumb/task/choose_network.h"

namespace plumb {
namespace {

std::string indented(const std::string& block) {
  std::string out = "  ";
  for (size_t i = 0; i < block.size(); ++i) {
    out += block[i];
    if (block[i] == '\n' && i + 1 < block.size()) out += "  ";
  }
  return out;
}

std::string word(const std::string& text) {
  std::string yaml = to_yaml(Entry::text(text));
  yaml.pop_back();
  return yaml;
}

std::string name_from(const std::string& path) {
  std::string name = std::filesystem::path(path).stem().stem().string(), safe;
  if (name.empty()) name = std::filesystem::path(path).parent_path().filename().string();
  for (const char c : name) safe += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  while (safe.ends_with('_')) safe.pop_back();  // of a pattern
  return safe.empty() ? "task" : safe;
}

std::string data_section(const Sniffed& seen) {
  if (seen.sources.size() == 1 && seen.sources.front().part.empty()) {
    const Entry& reader = seen.sources.front().reader;
    return reader.is_scalar() ? "data: " + word(reader.word()) + "\n" : "data:\n" + indented(to_yaml(reader));
  }
  Entry parts = Entry::map();
  for (const auto& [part, reader] : seen.sources) parts.set(part, reader);
  return "data:\n" + indented(to_yaml(parts));
}

std::string counted(const std::vector<std::pair<std::string, int64_t>>& classes) {
  std::string text;
  for (size_t i = 0; i < std::min<size_t>(classes.size(), 10); ++i)
    text += fmt::format("{}{}: {}", i ? ", " : "", classes[i].first, with_commas(classes[i].second));
  return classes.size() > 10 ? fmt::format("{}, … ({} classes)", text, classes.size()) : text;
}

std::string profile_text(const ColumnProfile& profile) {
  std::string text = name_of(profile.type);
  if (profile.type == ColumnType::number)
    text += fmt::format(", {} to {}", short_number(profile.low), short_number(profile.high));
  if (profile.type == ColumnType::integer)
    text += fmt::format(", {} to {}", with_commas(std::llround(profile.low)), with_commas(std::llround(profile.high)));
  if (profile.type == ColumnType::category || profile.type == ColumnType::text)
    text += fmt::format(", {} words", with_commas(profile.distinct));
  if (profile.missing > 0) text += fmt::format(", {} missing", with_commas(profile.missing));
  return text;
}

/// What the task says of a column; empty where its type is left to the reader.
std::string use_of(const Sniffed::Finding& column) {
  const ColumnType type = column.profile.type;
  if (column.use == Use::id) return "id";
  if (column.use == Use::names || (column.use == Use::input && type == ColumnType::list)) return "";
  return column.use == Use::input ? std::string(name_of(type)) : "ignore";
}

std::string inputs_section(const Sniffed& seen) {
  std::string lines, unsaid;
  for (const Sniffed::Finding& column : seen.columns) {
    if (column.use == Use::target) continue;
    const std::string name = word(column.profile.name), use = use_of(column);
    if (column.use == Use::names) unsaid += fmt::format("  # {}: {}\n", name, column.reason);
    if (use.empty()) continue;
    lines += fmt::format("  {}: {}  # {}\n", name, use,
                         column.reason.empty() ? profile_text(column.profile) : column.reason);
  }
  return lines.empty() ? "" : "inputs:\n" + lines + unsaid;
}

/// Whether `auto` takes a network for tables, which brings a training of its own (task/choose_network.h).
bool is_table(const Sniffed& seen) {
  for (const Sniffed::Finding& column : seen.columns) {
    const ColumnType type = column.profile.type;
    const bool other = type == ColumnType::text || type == ColumnType::image || type == ColumnType::list;
    if (column.use == Use::input && other) return false;
  }
  return seen.rows >= 2 * fewest_rows_to_choose && seen.rows <= most_rows_to_choose;
}

std::string train_section(const Sniffed& seen) {
  if (is_table(seen))
    return "# How it is trained follows from the network and the number of rows; the run's task.yaml says it.\n";
  const bool small = seen.rows < 5000;
  std::string train = fmt::format("train:\n  epochs: {}\n  batch_size: {}\n", small ? 100 : 60, small ? 32 : 128);
  if (!small && seen.target_type == ColumnType::number)  // more to gain from a fast start and a slow end
    train += "  optimizer: {adam: {learning_rate: 0.002}}\n  schedule: cosine\n";
  return train +
         fmt::format(
             "  callbacks:\n    - early_stopping: {{monitor: valid_loss, patience: {}}}  # keeps the best weights\n",
             small ? 15 : 10);
}

}  // namespace

std::string init_task(const std::string& path, const SniffOptions& options) {
  const Sniffed seen = sniff(path, options);
  std::string task = fmt::format(
      "# Written by `plumb init` after a look at {} rows. Every line may be edited; `plumb check` and\n"
      "# `plumb render` tell what there is.\n",
      with_commas(seen.rows));
  for (const std::string& note : seen.notes) task += "# " + note + "\n";
  task += fmt::format("name: {}\nseed: 1\n", word(name_from(path))) + data_section(seen);
  task += fmt::format("target: {{{}: {}}}", word(seen.target), name_of(seen.target_type));
  task += seen.classes.empty() ? "\n" : fmt::format("  # {}\n", counted(seen.classes));
  task += inputs_section(seen);
  task += "model: auto  # chosen by the target and the inputs; `plumb summary` shows it\n";
  return task + train_section(seen);
}

}  // namespace plumb
