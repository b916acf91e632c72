#pragma once

#include <memory>

#include "plumb/core/parallel.h"
#include "plumb/task/fit.h"
#include "plumb/task/pieces.h"

namespace plumb {

/// The rows of a task that stay in their files because memory does not hold them (docs/large_data.md). The files are
/// gone over once for the types of the columns and once for what must be known of all rows: how many there are of each
/// part, the classes of the targets, and two samples of bounded size:
///
///   train   rows that the steps, the network's inputs and the means of number targets are learned from
///   valid   rows that are scored after each epoch
///
/// A sample holds the rows whose draws are smallest, so it depends on the seed and the rows, not on the order or the
/// pieces in which they are read.
///
///     StreamedData rows(task, memory);
///     ReadyFit fit = make_ready(request, rows.sample().train, &rows.sample().valid);
///     TrainRows sampled = rows.feed(fit);          // trains on all train rows, block by block
class StreamedData {
 public:
  /// `memory`: bytes that the run may take; buffers and samples are shares of it.
  StreamedData(const Task& task, double memory);

  /// Samples of train and valid; the test part is empty.
  const TaskData& sample() const { return sample_; }
  int64_t rows(RowPart part) const { return pieces_->rows(part); }
  /// Puts the stream of all train rows in the place of the sample's tensors, which it returns. An Error where a step
  /// does what it can only do with all rows.
  TrainRows feed(ReadyFit& fit) const;
  /// Calls `use` with some test rows after the others: all, or where their answers (`bytes_a_row`) do not fit into the
  /// memory, as many as do, each as likely as any other.
  void each_test_piece(double bytes_a_row, const std::function<void(const Dataset& rows)>& use) const;

  /// Of all rows and of how they were read.
  uint64_t fingerprint() const { return pieces_->fingerprint(); }
  /// As `facts_of` says it of rows in memory; the hashes are of text and of which rows are in the part.
  Entry facts() const;
  /// What is streamed and what was sampled, in a line for the log.
  std::string text() const;

 private:
  double memory_ = 0;
  uint64_t seed_ = 0;
  std::unique_ptr<FewerThreads> threads_;
  std::shared_ptr<const Pieces> pieces_;
  std::map<std::string, std::vector<double>> counts_;
  TaskData sample_;
};

/// Train rows of a task for a look at it (its layers, the speed of a step, a learning rate): all, or where they are
/// streamed, the sample.
Dataset train_rows_to_look_at(const Task& task);

}  // namespace plumb
