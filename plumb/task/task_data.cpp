#include "plumb/task/task_data.h"

#include <set>

#include "plumb/core/progress.h"
#include "plumb/data/database_url.h"
#include "plumb/task/leaks.h"

namespace plumb {
namespace {

std::map<std::string, ColumnType> types_in(const Table& table) {
  std::map<std::string, ColumnType> types;
  for (const std::string& name : table.names()) types[name] = table.at(name).type();
  return types;
}

/// Files that were given are parts already: a group that has rows in two of them would leak.
void refuse_shared_groups(const Split& split, const Dataset& train, const Dataset& other, const char* part) {
  if (split.by != SplitBy::group || other.rows() == 0) return;
  std::set<std::string> groups;
  const Column& in_train = train.table.at(split.column);
  const Column& in_other = other.table.at(split.column);
  for (int64_t row = 0; row < in_train.size(); ++row) groups.insert(in_train.shown(row));
  for (int64_t row = 0; row < in_other.size(); ++row)
    if (groups.contains(in_other.shown(row)))
      throw Error(
          "split: the group \"{}\" of column \"{}\" has rows in `data.train` and in `data.{}` (its row {}); move them "
          "to one side, or give one file and let `split` divide it",
          in_other.shown(row), split.column, part, row + 1);
}

TaskData divided(const Task& task, const Reading& reading, Dataset train) {
  TaskData data;
  const auto types = types_in(train.table);
  if (!task.data.valid.empty()) data.valid = read(task.data.valid, reading, types);
  if (!task.data.test.empty()) data.test = read(task.data.test, reading, types);
  refuse_shared_groups(task.split, train, data.valid, "valid");
  refuse_shared_groups(task.split, train, data.test, "test");
  data.valid.drop_split_column(task.split);
  data.test.drop_split_column(task.split);
  for (const Dataset* part : {&train, &data.valid, &data.test})
    data.skipped.insert(data.skipped.end(), part->skipped.begin(), part->skipped.end());
  know_labels(train.targets, {&train, &data.valid, &data.test});
  data.valid.targets = data.test.targets = train.targets;
  Split split = task.split;
  if (!task.data.valid.empty()) split.valid = 0;
  if (!task.data.test.empty()) split.test = 0;
  auto [kept, valid, test] = train.split(split, task.seed);
  data.train = std::move(kept);
  if (task.data.valid.empty()) data.valid = std::move(valid);
  if (task.data.test.empty()) data.test = std::move(test);
  return data;
}

TaskData folded(const Task& task, Dataset whole) {
  TaskData data;
  data.skipped = whole.skipped;
  know_labels(whole.targets, {&whole});
  Split split = task.split;
  split.folds = 0;
  split.test = 0;  // every row has been a test row of a fold
  auto [train, valid, test] = whole.split(split, task.seed);
  data.train = std::move(train);
  data.valid = std::move(valid);
  data.whole = std::move(whole);
  return data;
}

}  // namespace

void say_skipped(const std::vector<Skipped>& skipped) {
  if (skipped.empty()) return;
  say(fmt::format("left out {} row{} that cannot be read; the first: {}: {}", skipped.size(),
                  skipped.size() == 1 ? "" : "s", skipped.front().where, skipped.front().reason));
}

Reading reading_of(const Task& task) {
  return {.targets = task.target.all,
          .inputs = task.inputs,
          .split_column = task.split.column,
          .weight = task.weight,
          .id = task.id,
          .missing = task.missing,
          .on_error = task.on_error};
}

TaskData read_task_data(const Task& task) { return read_first_rows(task, -1); }

TaskData read_first_rows(const Task& task, int64_t limit) {
  Reading reading = reading_of(task);
  reading.limit = limit;
  Dataset all = read(task.data.train, reading);
  require(all.rows() > 0, "the data have no rows");
  require(!task.data.divided() || task.split.folds == 0,
          "`split.folds` divides all rows, but `data` names parts; leave one of them out");
  TaskData data = task.split.folds > 0 ? folded(task, std::move(all)) : divided(task, reading, std::move(all));
  say_skipped(data.skipped);
  if (limit < 0) warn_of_leaks(task, data);
  return data;
}

Entry without_paths(const Source& source) {
  Entry reader = source.write();
  Entry& options = *reader.find(source.name());
  for (const std::string& name : path_options(std::string(source.name()))) options.erase(name);
  return reader;
}

Source source_like(const Entry& reader, const std::string& path, bool with_targets, const std::string& labels) {
  if (!reader.is_map() || reader.fields().empty()) return source_of(path);
  const std::string name = reader.fields().front().name;
  if (!scheme_of(path).empty()) return source_of(path);
  const PathRule* own = nullptr;
  for (const PathRule& rule : path_rules())
    if (rule.name == name) own = &rule;
  const bool is_own = own && own->recognises(path);
  if (const PathRule* rule = rule_of(path); rule && rule->name != name && !is_own) return rule->make(path);
  Entry like = reader;
  Entry& options = *like.find(name);
  const std::vector<std::string> paths = path_options(name);
  if (paths.empty()) return source_of(path);
  if (!options.is_map()) options = Entry::map();
  options.set(paths.front(), Entry::text(path));
  if (!labels.empty()) {
    require(paths.size() > 1, "--labels: {} files hold their labels themselves; leave it out", name);
    options.set(paths[1], Entry::text(labels));
  } else if (own && with_targets) {
    const Entry beside = own->make(path).write();
    for (size_t i = 1; i < paths.size(); ++i)
      if (const Entry* found = beside.at(name).find(paths[i]); found && !found->is_null())
        options.set(paths[i], *found);
  }
  return registry<Source>().make(like);
}

}  // namespace plumb
