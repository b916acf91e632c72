#pragma once

#include "plumb/task/dataset.h"
#include "plumb/task/task.h"

namespace plumb {

/// The rows of a task, read and divided. With folds, `whole` holds all rows and the parts are those of the model that
/// is kept (its test part is empty).
struct TaskData {
  Dataset whole = {}, train = {}, valid = {}, test = {};
  std::vector<Skipped> skipped = {};
};
TaskData read_task_data(const Task& task);
/// The same of the first `limit` rows of each source whose rows are lines.
TaskData read_first_rows(const Task& task, int64_t limit);

/// Says how many rows were left out, if any.
void say_skipped(const std::vector<Skipped>& skipped);

/// What the readers are told.
Reading reading_of(const Task& task);

/// The reader of other rows of the same kind: that of the train rows with its path replaced, where the path looks like
/// its format, else the one that the path means. `labels`: the file of the labels, where the format keeps them apart;
/// where none is said, the one beside the rows, if `with_targets`.
Source source_like(const Entry& reader, const std::string& path, bool with_targets = false,
                   const std::string& labels = {});
/// A reader's options without its paths.
Entry without_paths(const Source& source);

}  // namespace plumb
