#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plumb/core/files.h"
#include "plumb/engine/executor.h"

namespace plumb {

/// Where a training stands, beside its tensors: all that is needed to go on with the same bits.
struct Standing {
  int64_t epoch = 0, batch = 0, step = 0;  // batches of the epoch, and updates in all, that are done
  int64_t rows = 0;                        // of the epoch so far
  double loss_sum = 0;                     // over them
  double learning_rate = 0;                // of the last update
  double seconds = 0;                      // of training so far
  Entry schedule = {};
  std::vector<Entry> callbacks = {};
  std::vector<std::map<std::string, double>> history = {};
  std::string stopped = {};
  bool finished = false;
  double first_loss = 0;                  // of the first update: what an exploding loss is measured by
  int64_t threads = 0;                    // the order of sums depends on them
  std::optional<int64_t> best_step = {};  // of the checkpoint after the best epoch
  double best_score = 0;                  // its valid_loss, or loss
  std::string fingerprint = {};           // of the network, the options and the data that it belongs to

  static void describe(auto& self, auto& field) {
    field("epoch", self.epoch, "Epochs that are done.");
    field("batch", self.batch, "Batches of the next one that are done.");
    field("step", self.step, "Updates that are done.");
    field("rows", self.rows, "Rows of this epoch.");
    field("loss_sum", self.loss_sum, "Sum of their losses.");
    field("learning_rate", self.learning_rate, "Of the last update.");
    field("seconds", self.seconds, "Time that training took.");
    field("schedule", self.schedule, "State of the schedule.");
    field("callbacks", self.callbacks, "States of the callbacks.");
    field("history", self.history, "Metrics of each epoch.");
    field("stopped", self.stopped, "Why it was stopped.");
    field("finished", self.finished, "Whether callbacks have had their last word.");
    field("first_loss", self.first_loss, "Loss of the first update.");
    field("threads", self.threads, "Threads that the sums were divided over.");
    field("best_step", self.best_step, "Updates before the best epoch's end.");
    field("best_score", self.best_score, "Its loss of the valid rows, or of the train rows.");
    field("fingerprint", self.fingerprint, "What it belongs to.");
  }
};

/// Weights that a callback keeps: a copy of the tensors that inference reads.
using KeptWeights = std::map<std::string, std::map<std::string, States::Tensor>>;

/// One safetensors file: every state, kept weights as "kept/NAME/…", the standing and a checksum as metadata. Written
/// atomically.
void save_checkpoint(const Path& file, const Standing& standing, const States& states, const KeptWeights& kept);

/// A whole checkpoint, of something else.
class OtherTraining : public Error {
  using Error::Error;
};

/// What was saved; an Error where the file is damaged, OtherTraining where it belongs to another training than
/// `fingerprint` says. Nothing is changed then.
Standing load_checkpoint(const Path& file, const std::string& fingerprint, States& states, KeptWeights& kept);

}  // namespace plumb
