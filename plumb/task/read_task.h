#pragma once

#include <string>
#include <vector>

#include "plumb/task/task.h"

namespace plumb {

/// Reads a task file. Every mistake goes to `problems`, and nothing is returned then; no data are loaded.
/// `settings` are `a.b=value` from the command line (`--set`), read as YAML and put in before the checks.
///
///     Problems problems;
///     auto task = read_task("task.yaml", {"train.epochs=20"}, problems);
///     problems.raise();
std::optional<Task> read_task(const std::string& file, const std::vector<std::string>& settings, Problems& problems);

/// The same; mistakes are one Error with a line each.
Task read_task(const std::string& file, const std::vector<std::string>& settings = {});

/// A task from text; relative paths are relative to `folder`.
std::optional<Task> read_task_text(std::string_view yaml, const std::string& file, const std::string& folder,
                                   const std::vector<std::string>& settings, Problems& problems);

/// The task with every default filled in; reading it gives the same task.
std::string render(const Task& task);

/// The same, but without the options of `train` that nobody said: read again, the network's own apply.
std::string render_as_said(const Task& task);

/// JSON Schema (draft 2020-12) of task files, for editors.
Entry task_schema();

}  // namespace plumb
