#pragma once

#include <concepts>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "plumb/data/batches.h"
#include "plumb/engine/devices.h"
#include "plumb/evaluate/metric.h"
#include "plumb/model/architecture.h"
#include "plumb/train/train_options.h"

namespace plumb {

struct RowStream;

/// Rows for training: the inputs of the network by name, and targets beside them in the same rows: [rows] s32 codes of
/// classes, [rows, labels] f32 of sets (1: it holds), or [rows, width] f32 numbers, each under its target's name.
struct TrainRows {
  std::vector<TensorRows> inputs = {}, targets = {};
  std::vector<float> weights = {};  // of the rows; empty: 1 each
  /// Where the rows come from if they are not in memory; the tensors then have names, shapes and a number of rows, but
  /// no data, and there are no weights. Only the rows that are trained on may be such.
  std::shared_ptr<const RowStream> stream = {};
};

/// Rows that are made when they are wanted, block by block.
struct RowStream {
  std::vector<int64_t> rows = {};                          // of each block
  std::function<TrainRows(int64_t block)> read = {};       // in memory; the same each time, from any thread
  int64_t shuffled = 0;                                    // rows that are in memory to be shuffled, about
  bool weighted = false;                                   // blocks have weights
  std::map<std::string, std::vector<double>> counts = {};  // of each class of a target, over all rows
  uint64_t fingerprint = 0;                                // of all rows and how they are prepared
};

/// A target as a training sees it.
struct TrainTarget {
  TargetSpec spec;
  std::function<double(double)> original = {};  // from the trained number to the user's unit, for metrics; empty: as is
};

/// One input of a batch that is about to be trained on, to be changed in place (augmentation). `rows` are the numbers
/// of the train rows that it holds, so that draws can depend on (seed, epoch, row) alone.
struct BatchView {
  const std::string& input;
  Type type;
  const Shape& row_shape;
  void* data;
  std::span<const int64_t> rows;
  int64_t epoch;
  const TensorRows& train;    // all train rows of that input
  std::span<int64_t> others;  // of a change that mixes: the row of the batch that each row was mixed with,
  std::span<float> own;       // and the share of each that is still its own
};

/// What changes train batches: called for each input of each batch, one at a time, but on any thread and, where it
/// takes long, while the batch before is trained on. One that `mixes` says of each row of the batch with which other it
/// was mixed; it is then learned with both their targets,
///
///     own * loss(answer, its target) + (1 - own) * loss(answer, the other's target)
///
/// which for cross-entropies is the loss of the mixed target, and for squared errors has the same gradient.
struct BatchChange {
  BatchChange() = default;
  template <std::invocable<const BatchView&> Change>
  requires(!std::same_as<Change, BatchChange>) BatchChange(Change change)  // NOLINT: implicit
      : change(std::move(change)) {}
  explicit operator bool() const { return change != nullptr; }

  std::function<void(const BatchView&)> change = {};
  bool mixes = false;
  std::function<void(const std::vector<InputSpec>&)> check = {};  // an Error where no input can be changed so
};

/// What the runner says beside the options of the task file.
struct TrainSettings {
  uint64_t seed = 0;
  std::string device = preferred_device();
  int threads = 0;
  bool any_threads = false;
  Path folder = {};                  // log.jsonl, and what callbacks write; empty: nothing is written
  Path checkpoints = {};             // their folder; empty: `checkpoints` in `folder`
  uint64_t held_out = 0;             // a hash of the rows that are only scored afterwards: a checkpoint is theirs, too
  bool resume = false;               // go on from the newest checkpoint, where there is one
  int64_t stop_after = 0;            // so many updates in all: stops then as if it had been asked to; 0: never
  bool quiet = false;                // no progress bar
  std::string how_to_resume = {};    // said when the training is interrupted: "plumb resume runs/adult-1"
  std::vector<Metric> metrics = {};  // computed on the valid rows after each epoch: valid_accuracy, …
  BatchChange augment = {};
  // Bytes of weights. Of a training with more, no copy is kept in memory to go back to where a loss is no number: its
  // steps hold back what a bad loss would do to them instead (divergence.h).
  size_t largest_copy = size_t{64} << 20;
};

struct History {
  std::vector<std::map<std::string, double>> epochs = {};  // by name: loss, learning_rate, seconds, valid_loss, …
  std::string stopped = {};                                // why before the last epoch; empty: all were done
  bool interrupted = false;                                // the user stopped it; a checkpoint lies in the folder
  int64_t steps = 0;                                       // updates done in all
  double seconds = 0;
  double rows_per_second = 0;
};

/// Trains a network. The whole step (network, losses, gradients, clipping, optimizer) is one graph and one plan.
///
///     States states;
///     History history = train(network, targets, train_rows, &valid_rows, options, settings, states);
///
/// The same seed gives the same bits. A training that is stopped at any step (Ctrl-C, a kill after a checkpoint) and
/// resumed gives the same bits as one that was not. `states` hold the weights at the end; those that are there at the
/// beginning are where it starts. A loss that is no number ends it with an Error that says where (`on_nan`); `states`
/// then hold the last good weights.
History train(const Network& network, const std::vector<TrainTarget>& targets, const TrainRows& rows,
              const TrainRows* valid, const TrainOptions& options, const TrainSettings& settings, States& states);

/// The loss of a target where none is chosen: binary_crossentropy for one unit of two classes,
/// sparse_categorical_crossentropy for a unit a class, corn for ordered classes, binary_crossentropy for sets,
/// mean_squared_error for numbers.
Loss loss_for(const TargetSpec& target, const Shape& output);

/// Puts answers [rows, target.answers()] where metrics look for them: probabilities, numbers, quantiles.
void add_answers(const TargetSpec& target, std::vector<double> answers, Predictions& to);

/// What a network said of rows, ready for metrics.
Predictions predictions_of(const TrainTarget& target, std::span<const float> output, const TrainRows& truth);

}  // namespace plumb
