#pragma once

#include "plumb/task/answering.h"
#include "plumb/task/fit.h"
#include "plumb/task/task.h"
#include "plumb/train/trainer.h"

namespace plumb {

/// The exit code of a program that Ctrl-C ends before anything is written.
inline constexpr int shell_code_of_ctrl_c = 130;

/// What the command line says beside the task.
struct RunSettings {
  Path runs = "runs";  // the folder of run folders
  int threads = 0;     // 0: as many as the machine offers
  bool quiet = false;
  int64_t stop_after = 0;  // so many updates: stops as if asked to; 0: never
  bool may_exit = false;   // Ctrl-C ends the process at once where nothing is lost by it; for the program
};

struct RunResult {
  Path folder = {};                    // runs/<name>-<n>; empty: stopped before there was one
  History history = {};                // of the model that is kept
  std::vector<Report> reports = {};    // of the test rows, one for each target; with folds, of all rows, each once
  Entry metrics = {};                  // what metrics.json holds
  std::vector<Verdict> verdicts = {};  // of what the task requires
  int64_t skipped = 0;                 // rows that `on_error: skip` left out
};

/// What a training is told beside its options; `folder`: where it keeps itself.
TrainSettings train_settings(const Task& task, const RunSettings& settings, const Path& folder = {},
                             bool resume = false);

/// What a task asks to be fitted.
FitRequest request_of(const Task& task);

/// Runs a task from data to a run folder (docs/formats.md): read, divide, prepare, build, train, evaluate, keep.
/// Nothing is written before the data are read, the steps fitted and the network built.
RunResult train_task(const Task& task, const RunSettings& settings = {});

/// Goes on with a run that was stopped or killed, at whatever moment: the same numbers as if it had not been. Folds
/// that were done are not done again.
RunResult resume_run(const Path& folder, const RunSettings& settings = {});

}  // namespace plumb
