#include "plumb/task/dataset.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "plumb/task/read_cache.h"
#include "plumb/task/source_files.h"

namespace plumb {
namespace {

constexpr size_t most_whole_number_classes = 20;

void need_column(const Table& table, const std::string& name, const char* as) {
  if (table.has(name)) return;
  const std::string hint = did_you_mean(name, table.names());
  throw Error("there is no column \"{}\" ({}){}", name, as, hint.empty() ? "; there are " + join(table.names()) : hint);
}

bool is_unlabelled(const Target& target) { return target.type == TargetType::anomaly && target.labels.empty(); }

/// What no row tells stands as zeros, so that such a target has a column as every other.
void add_unlabelled(Table& table, const Target& target) {
  if (table.has(target.column))
    throw Error(
        "target: none answers with a column \"{}\", and the data have one of that name; if it says which rows are "
        "anomalies, write `target: {{{}: anomaly}}`, else `inputs: {{{}: ignore}}`",
        target.column, target.column, target.column);
  table.set(target.column, Column::numbers(std::vector<double>(static_cast<size_t>(table.rows()))));
}

std::map<std::string, ColumnType> told_types(const Reading& reading) {
  std::map<std::string, ColumnType> types;
  for (const auto& [name, input] : reading.inputs)
    if (input.type) types[name] = *input.type;
  for (const Target& target : reading.targets)
    if (target.type && target.type != TargetType::number && target.columns.empty() && !is_unlabelled(target))
      types[target.column] = ColumnType::category;
  return types;
}

std::vector<std::string> ids_of(const Reading& reading) {
  std::vector<std::string> ids = reading.id;
  for (const auto& [name, input] : reading.inputs)
    if (input.role == Input::Role::id && std::find(ids.begin(), ids.end(), name) == ids.end()) ids.push_back(name);
  return ids;
}

/// Leaves out what is not named. What only the split goes by stays until it has.
void ignore_others(Dataset& data, const Reading& reading) {
  std::set<std::string> named(data.id.begin(), data.id.end());
  named.insert(data.weight);
  for (const auto& [name, input] : reading.inputs) named.insert(name);
  for (const Target& target : data.targets) {
    if (!is_unlabelled(target)) named.insert(target.column);
    named.insert(target.columns.begin(), target.columns.end());
  }
  if (named.insert(reading.split_column).second) data.for_split = reading.split_column;
  for (const std::string& name : std::vector(data.table.names()))
    if (!named.contains(name)) data.table.erase(name);
}

/// Classes written as numbers become categories, so that rows are divided by them as by words.
void as_classes(Table& table, const Target& target) {
  const Column& column = table.at(target.column);
  if (column.type() == ColumnType::category || type_of_target(target, column) == TargetType::number) return;
  if (auto classes = column.as(ColumnType::category)) table.set(target.column, std::move(*classes));
}

/// The classes that the values of a target are joined to.
void join_values(Table& table, const Target& target) {
  if (target.class_of.empty() || !table.has(target.column)) return;
  const Column& column = table.at(target.column);
  std::vector<std::optional<std::string>> cells(static_cast<size_t>(column.size()));
  for (int64_t row = 0; row < column.size(); ++row) {
    if (column.missing(row)) continue;
    const auto found = target.class_of.find(column.shown(row));
    if (found == target.class_of.end())
      throw Error("target \"{}\" is \"{}\" in row {}, which `classes` lists under no class", target.column,
                  column.shown(row), row + 1);
    cells[static_cast<size_t>(row)] = found->second;
  }
  table.set(target.column, *Column::texts(cells).as(ColumnType::category));
}

/// One column of sets instead of a column of 0 and 1 for each label.
void join_columns(Table& table, const Target& target, bool must_be_there) {
  if (target.columns.empty()) return;
  if (!must_be_there && !std::all_of(target.columns.begin(), target.columns.end(),
                                     [&](const std::string& name) { return table.has(name); }))
    return;
  std::vector<std::optional<std::string>> cells(static_cast<size_t>(table.rows()));
  for (const std::string& name : target.columns) {
    need_column(table, name, "a label of the target");
    if (name.find(target.separator) != std::string::npos)
      throw Error("target \"{}\": column \"{}\" has \"{}\" in its name; write another `separator`", target.column, name,
                  target.separator);
    const Column& column = table.at(name);
    for (int64_t row = 0; row < column.size(); ++row) {
      const double holds = column.is_numeric() ? column.number(row) : NAN;
      if (holds != 0 && holds != 1 && !(column.is_numeric() && column.missing(row)))
        throw Error("target \"{}\": column \"{}\" is \"{}\" in row {}, but says 1 or 0 of its label", target.column,
                    name, column.shown(row), row + 1);
      if (holds != 1) continue;
      std::optional<std::string>& cell = cells[static_cast<size_t>(row)];
      cell = cell ? *cell + target.separator + name : name;
    }
  }
  for (const std::string& name : target.columns) table.erase(name);
  if (table.has(target.column))
    throw Error("target \"{}\": there is a column of that name beside those of its labels", target.column);
  table.set(target.column, *Column::texts(cells).as(ColumnType::category));
}

}  // namespace

Dataset Dataset::with(Table other) const {
  Dataset copy{.targets = targets, .weight = weight, .id = id, .missing = missing, .for_split = for_split};
  copy.table = std::move(other);
  return copy;
}

std::string Dataset::stratum() const {
  if (targets.empty() || !table.has(targets.front().column)) return "";
  const Target& first = targets.front();
  const TargetType type = type_of_target(first, table.at(first.column));
  return type == TargetType::category || type == TargetType::ordinal ? first.column : "";
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
  if ((split.column_is_no_input() || split.column == for_split) && table.has(split.column) &&
      std::find(id.begin(), id.end(), split.column) == id.end())
    table.erase(split.column);
}

void know_labels(std::vector<Target>& targets, const std::vector<const Dataset*>& parts) {
  for (Target& target : targets) {
    if (!target.labels.empty() || target.type == TargetType::anomaly) continue;
    std::vector<std::string>& seen = target.labels;
    for (const Dataset* part : parts) {
      if (!part->table.has(target.column)) continue;
      const Column& column = part->table.at(target.column);
      target.type = type_of_target(target, column);  // whole numbers that look like classes in one part are so in all
      if (target.type == TargetType::number) break;
      const std::vector<std::string> here = labels_in(target, column);
      seen.insert(seen.end(), here.begin(), here.end());
    }
    std::sort(seen.begin(), seen.end(), label_before);
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  }
}

std::vector<std::string> labels_in_cell(const Column& column, int64_t row, const std::string& separator) {
  std::vector<std::string> labels;
  const std::string cell = column.shown(row);
  for (size_t begin = 0; begin <= cell.size();) {
    const size_t end = std::min(cell.find(separator, begin), cell.size());
    const size_t first = cell.find_first_not_of(" \t", begin);
    const size_t last = end == 0 ? std::string::npos : cell.find_last_not_of(" \t", end - 1);
    if (first < end && last >= first) labels.push_back(cell.substr(first, last + 1 - first));
    begin = end + separator.size();
  }
  return labels;
}

std::vector<std::string> labels_in(const Target& target, const Column& column) {
  std::set<std::string> seen;
  for (int64_t row = 0; row < column.size(); ++row) {
    if (target.type == TargetType::set)
      for (std::string& label : labels_in_cell(column, row, target.separator)) seen.insert(std::move(label));
    else if (!column.missing(row))
      seen.insert(column.shown(row));
  }
  std::vector<std::string> labels(seen.begin(), seen.end());
  std::sort(labels.begin(), labels.end(), label_before);
  return labels;
}

void require_ignored(const Table& train, const Reading& reading) {
  for (const auto& [name, input] : reading.inputs)
    if (input.role == Input::Role::ignore && name != other_columns) need_column(train, name, "ignored under `inputs`");
}

void require_weights(const Table& table, const Reading& reading, const std::string& source, int64_t first_row) {
  if (reading.weight.empty() || !table.has(reading.weight)) return;
  const Column& weights = table.at(reading.weight);
  require(weights.is_numeric(), "{}: column \"{}\" holds {} and cannot weigh rows; weights are numbers from 0", source,
          reading.weight, name_of(weights.type()));
  for (int64_t row = 0; row < weights.size(); ++row)
    if (const double weight = weights.number(row); !(weight >= 0) || std::isinf(weight))
      throw Error("{}: row {}: the weight \"{}\" is {}; weights are numbers from 0, and 0 leaves a row out", source,
                  first_row + row + 1, reading.weight, weights.missing(row) ? "missing" : weights.shown(row));
}

ReadSettings settings_of(const Reading& reading) {
  return {.types = told_types(reading), .missing = reading.missing, .on_error = reading.on_error};
}

Dataset dataset_of(Table table, const Reading& reading, bool with_targets) {
  Dataset data{.table = std::move(table),
               .targets = reading.targets,
               .weight = reading.weight,
               .id = ids_of(reading),
               .missing = reading.missing};
  for (const auto& [name, input] : reading.inputs) {
    if (input.role == Input::Role::ignore && data.table.has(name))
      data.table.erase(name);
    else if (input.role != Input::Role::ignore)
      need_column(data.table, name, "named under `inputs`");
  }
  if (ignores_others(reading.inputs)) ignore_others(data, reading);
  for (const Target& target : data.targets) {
    if (is_unlabelled(target)) {
      if (with_targets) add_unlabelled(data.table, target);
      continue;
    }
    join_columns(data.table, target, with_targets);
    if (with_targets) need_column(data.table, target.column, "the target");
    if (with_targets) join_values(data.table, target);
    if (data.table.has(target.column)) as_classes(data.table, target);
  }
  for (const std::string& id : data.id)
    if (with_targets) need_column(data.table, id, "named under `id`");
  if (!data.weight.empty() && with_targets) need_column(data.table, data.weight, "the weight of the rows");
  return data;
}

Dataset read(const std::vector<Source>& sources, const Reading& given, const std::map<std::string, ColumnType>& known,
             bool with_targets) {
  Reading reading = given;
  if (reading.targets.empty() && !reading.target.empty()) reading.targets = {{.column = reading.target}};
  ReadSettings settings = settings_of(reading);
  if (!known.empty()) settings.types = known;

  std::vector<Table> tables;
  std::vector<Skipped> skipped;
  for (const Source& source : sources) {
    settings.limit = source.lines() ? reading.limit : -1;
    ReadResult result = read_cached(source, settings);
    require_weights(result.table, reading, shown(source));
    skipped.insert(skipped.end(), result.skipped.begin(), result.skipped.end());
    if (tables.empty() && settings.types.empty())  // the next files have the types of the first
      for (const std::string& name : result.table.names()) settings.types[name] = result.table.at(name).type();
    tables.push_back(std::move(result.table));
  }
  Table table = joined(std::move(tables));
  if (known.empty()) require_ignored(table, reading);
  Dataset data = dataset_of(std::move(table), reading, with_targets);
  data.skipped = std::move(skipped);
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
