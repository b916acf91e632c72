#include "plumb/task/dataset.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace plumb {
namespace {

constexpr size_t most_whole_number_classes = 20;

void need_column(const Table& table, const std::string& name, const char* as) {
  if (table.has(name)) return;
  const std::string hint = did_you_mean(name, table.names());
  throw Error("there is no column \"{}\" ({}){}", name, as, hint.empty() ? "; there are " + join(table.names()) : hint);
}

std::map<std::string, ColumnType> told_types(const Reading& reading) {
  std::map<std::string, ColumnType> types;
  for (const auto& [name, input] : reading.inputs)
    if (input.type) types[name] = *input.type;
  for (const Target& target : reading.targets)
    if (target.type == TargetType::category) types[target.column] = ColumnType::category;
  return types;
}

std::vector<std::string> ids_of(const Reading& reading) {
  std::vector<std::string> ids = reading.id;
  for (const auto& [name, input] : reading.inputs)
    if (input.role == Input::Role::id && std::find(ids.begin(), ids.end(), name) == ids.end()) ids.push_back(name);
  return ids;
}

/// Classes written as numbers become categories, so that rows are divided by them as by words.
void as_classes(Table& table, const Target& target) {
  const Column& column = table.at(target.column);
  if (column.type() == ColumnType::category || type_of_target(target, column) != TargetType::category) return;
  if (auto classes = column.as(ColumnType::category)) table.set(target.column, std::move(*classes));
}

}  // namespace

Dataset Dataset::with(Table other) const {
  Dataset copy{.targets = targets, .weight = weight, .id = id, .missing = missing};
  copy.table = std::move(other);
  return copy;
}

std::string Dataset::stratum() const {
  if (targets.empty() || !table.has(targets.front().column)) return "";
  const Target& first = targets.front();
  return type_of_target(first, table.at(first.column)) == TargetType::category ? first.column : "";
}

std::vector<std::string> Dataset::not_inputs() const {
  std::vector<std::string> names = id;
  for (const Target& target : targets) names.push_back(target.column);
  if (!weight.empty()) names.push_back(weight);
  return names;
}

std::array<Dataset, 3> Dataset::split(const Split& split, uint64_t seed) const {
  const Parts parts = divide(table, split, stratum(), seed, not_inputs());
  Dataset known = *this;
  know_labels(known.targets, {this});
  std::array<Dataset, 3> divided{known.take(parts.train), known.take(parts.valid), known.take(parts.test)};
  for (Dataset& part : divided) part.drop_split_column(split);
  return divided;
}

void Dataset::drop_split_column(const Split& split) {
  if (split.column_is_no_input() && table.has(split.column) &&
      std::find(id.begin(), id.end(), split.column) == id.end())
    table.erase(split.column);
}

void know_labels(std::vector<Target>& targets, const std::vector<const Dataset*>& parts) {
  for (Target& target : targets) {
    if (!target.labels.empty()) continue;
    std::set<std::string> seen;
    for (const Dataset* part : parts) {
      if (!part->table.has(target.column)) continue;
      const Column& column = part->table.at(target.column);
      if (type_of_target(target, column) != TargetType::category) break;
      target.type = TargetType::category;  // whole numbers that look like classes in one part are classes in all
      for (int64_t row = 0; row < column.size(); ++row)
        if (!column.missing(row)) seen.insert(column.shown(row));
    }
    target.labels.assign(seen.begin(), seen.end());
    std::sort(target.labels.begin(), target.labels.end(), label_before);
  }
}

Dataset read(const std::vector<Source>& sources, const Reading& given, const std::map<std::string, ColumnType>& known,
             bool with_targets) {
  Reading reading = given;
  if (reading.targets.empty() && !reading.target.empty()) reading.targets = {{.column = reading.target}};
  ReadSettings settings{.types = known, .missing = reading.missing, .on_error = reading.on_error};
  if (known.empty()) settings.types = told_types(reading);

  Dataset data{.targets = reading.targets, .weight = reading.weight, .id = ids_of(reading), .missing = reading.missing};
  bool first = true;
  for (const Source& source : sources) {
    settings.limit = source.lines() ? reading.limit : -1;
    ReadResult result = source.read(settings);
    data.skipped.insert(data.skipped.end(), result.skipped.begin(), result.skipped.end());
    data.table = first ? std::move(result.table) : data.table.append(result.table);
    if (first && settings.types.empty())  // the next files have the types of the first
      for (const std::string& name : data.table.names()) settings.types[name] = data.table.at(name).type();
    first = false;
  }
  for (const auto& [name, input] : reading.inputs) {
    if (input.role == Input::Role::ignore && data.table.has(name))
      data.table.erase(name);
    else if (input.role != Input::Role::ignore)
      need_column(data.table, name, "named under `inputs`");
  }
  for (const Target& target : data.targets) {
    if (with_targets) need_column(data.table, target.column, "the target");
    if (data.table.has(target.column)) as_classes(data.table, target);
  }
  for (const std::string& id : data.id)
    if (with_targets) need_column(data.table, id, "named under `id`");
  if (!data.weight.empty() && with_targets) need_column(data.table, data.weight, "the weight of the rows");
  return data;
}

Dataset read(const Source& source, const Reading& reading) { return read(std::vector{source}, reading); }
Dataset read(const std::string& path, const Reading& reading) { return read(source_of(path), reading); }

Dataset read_csv(const std::string& path, const Reading& reading) {
  Entry options = Entry::map(), csv = Entry::map();
  options.set("path", Entry::text(path));
  csv.set("csv", options);
  return read(registry<Source>().make(csv), reading);
}

bool label_before(const std::string& a, const std::string& b) {
  const double x = Entry::scalar(a, false).as_double(), y = Entry::scalar(b, false).as_double();
  if (!std::isnan(x) && !std::isnan(y)) return x != y ? x < y : a < b;
  return std::isnan(x) == std::isnan(y) ? a < b : std::isnan(y);
}

TargetType type_of_target(const Target& target, const Column& column) {
  if (target.type) return *target.type;
  switch (column.type()) {
    case ColumnType::category:
    case ColumnType::text:
    case ColumnType::boolean:
      return TargetType::category;
    case ColumnType::integer: {
      std::set<int64_t> values;
      for (const int64_t value : column.integers())
        if (values.insert(value); values.size() > most_whole_number_classes) return TargetType::number;
      return TargetType::category;
    }
    default:
      return TargetType::number;
  }
}

}  // namespace plumb
