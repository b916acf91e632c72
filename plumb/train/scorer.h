#pragma once

#include <map>
#include <memory>
#include <string>

#include "plumb/train/train_rows.h"

namespace plumb {

/// Scores the valid rows after each epoch: the losses, and metrics of the predictions.
class Scorer {
 public:
  Scorer(const Network& network, const std::vector<TrainTarget>& targets, const std::vector<TargetLoss>& losses,
         const TrainRows& rows, const TrainSettings& settings, int64_t batch_size, Precision precision, States& states);

  /// valid_loss, and valid_accuracy or whatever was asked; of several targets, valid_TARGET_loss, …, too.
  std::map<std::string, double> score();
  /// Whether more is better, of those that `score` gives.
  const std::map<std::string, bool>& higher() const { return higher_; }
  size_t memory_bytes() const;  // of the plans

 private:
  Executor& plan_for(int64_t rows);

  const std::vector<TrainTarget>& targets_;
  const std::vector<TargetLoss>& losses_;
  const TrainRows& rows_;
  const TrainSettings& settings_;
  Precision precision_;
  States& states_;
  ScoreGraph graph_;
  Batches batches_;
  std::map<int64_t, std::unique_ptr<Executor>> plans_;
  std::map<std::string, bool> higher_;
};

}  // namespace plumb
