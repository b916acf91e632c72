#pragma once

#include "plumb/core/entry.h"
#include "plumb/core/files.h"

namespace plumb {

struct VerifySettings {
  std::string program = "/proc/self/exe";  // that trains in processes of its own
  std::vector<std::string> set = {};       // overrides of the task, as `plumb train --set`
  int64_t steps = 40;                      // updates of each training
  int threads = 0;
  uint64_t seed = 0;  // of the moment of the kill
};

/// One interrupted training beside the uninterrupted one.
struct ResumeCheck {
  std::string interrupted = {};  // "kill -9 after 13 updates"
  std::string compared = {};     // "7 tensors, 1.2 MB"
  std::string difference = {};   // the first one; "": the same bits
};
struct ResumeVerdict {
  std::vector<ResumeCheck> checks = {};
  bool same() const;
  int exit_code() const;  // 0, or 3 where the bits differ
  Entry entry() const;
  std::string text() const;  // a table and the verdict
};

/// Proves, for a task of the user's, that a training that is interrupted and resumed ends with the same bits: trains so
/// many updates once without a break, once stopped as by Ctrl-C, once killed, each resumed in a fresh process; and
/// compares every tensor of the checkpoints (weights, optimizer, statistics, kept weights), the losses and the place in
/// the data. Writes in the folder for temporary files only, and nothing of the task's exports.
ResumeVerdict verify_resume(const std::string& task, const VerifySettings& settings = {});

}  // namespace plumb
