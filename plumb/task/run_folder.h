#pragma once

#include "plumb/core/files.h"
#include "plumb/deploy/trained.h"

namespace plumb {

/// Makes `runs/<name>-<n>` with the first free n; two programs at once get two.
Path make_run_folder(const Path& runs, const std::string& name);

/// How a run was begun, `run.json`: what whoever goes on with it has to do alike, wherever it was stopped. Bits depend
/// on the number of threads.
struct RunBeginning {
  int64_t threads = 0;
  std::string version = {};  // of plumb
  static void describe(auto& self, auto& field) {
    field("threads", self.threads, "Threads that it was begun with.", at_least(0));
    field("version", self.version, "The plumb that began it.");
  }
};
void save_beginning(const Path& folder, const RunBeginning& beginning);
RunBeginning load_beginning(const Path& folder);  // all 0 of a run that an older plumb began

/// An Error that says what the folder is instead of a run: not there, something else, or a run that was killed before
/// its task was written.
void require_begun(const Path& folder);

/// Whether nothing is left to do: its scores are written, and its checkpoints gone.
bool is_finished(const Path& folder);

/// Writes and reads what answers rows: schema.json, prepare.json, network.json, weights.safetensors.
void save_trained(const Path& folder, const Trained& trained);
/// From a run folder or a bundle (`NAME.plumb`); an Error says what is there instead.
Trained load_trained(const Path& from);

/// Runs below a folder, in the order in which they were made.
struct RunSummary {
  std::string name = {};
  std::string state = {};   // finished, stopped, or begun
  std::string scores = {};  // "accuracy 0.9891"
  int64_t seconds_since_epoch = 0;
  Entry metrics = {};
};
std::vector<RunSummary> list_runs(const Path& runs);

}  // namespace plumb
