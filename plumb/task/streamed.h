#pragma once

#include <memory>

#include "plumb/task/fit.h"
#include "plumb/task/task_data.h"

namespace plumb {

class Answering;

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
///     rows.feed(fit);                              // trains on all train rows, block by block
class StreamedData {
 public:
  /// `memory`: bytes that the run may take; buffers and samples are shares of it.
  StreamedData(const Task& task, double memory);
  ~StreamedData();

  /// Samples of train and valid; the test part is empty.
  const TaskData& sample() const { return sample_; }
  int64_t rows(Part part) const;
  /// Puts the stream of all train rows in the place of the sample's tensors. An Error where a step does what it can
  /// only do with all rows.
  void feed(ReadyFit& fit) const;
  /// What the model says of the test rows, for metrics.
  std::vector<Predictions> test_predictions(Answering& answering) const;
  /// Of all rows and of how they were read.
  uint64_t fingerprint() const;
  /// What is streamed and what was sampled, in a line for the log.
  std::string text() const;

 private:
  struct Pieces;
  std::shared_ptr<const Pieces> pieces_;
  double memory_ = 0;
  TaskData sample_;
};

}  // namespace plumb
