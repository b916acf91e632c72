#pragma once

#include "plumb/task/task_data.h"

namespace plumb {

/// `data.json` of a run: of each part (train, valid, test; with folds, all rows) how many rows, a hash of all that they
/// hold, and the columns with their types. Two runs saw the same rows where the hashes are the same.
///
///     {"train": {"rows": 29305, "hash": "9f…", "columns": {"age": "number", "workclass": "category"}}, …}
Entry facts_of(const TaskData& data);

}  // namespace plumb
