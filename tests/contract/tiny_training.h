#pragma once

#include "plumb/model/architecture.h"
#include "plumb/train/trainer.h"

/// A training of a few updates, for what every component of training must hold.
namespace plumb::contract {

/// Drawn rows for any inputs and any target. Those of valid have targets of their own, so that the valid loss soon
/// rises and whoever watches it acts.
struct TinyTraining {
  TinyTraining(const std::vector<InputSpec>& inputs, const TargetSpec& of, const Architecture& model);
  History run(States& states, const Path& folder = {}, int64_t stop_after = 0, bool resume = false) const;

  TrainTarget target = {};
  Network network = {};
  TrainRows rows = {}, valid = {};
  TrainOptions options = {};  // 3 updates an epoch, the last one of fewer rows
};

constexpr int64_t tiny_rows = 20, tiny_batch = 8;
constexpr uint64_t tiny_seed = 7;

TargetSpec labelled(int64_t labels, Choice choice = Choice::one);

/// Trains to the end; and again, stopped after these updates (4: within an epoch, 6: at the end of one), each time
/// going on from the file alone as another process would. What is not the same to the bit: a weight or another state, a
/// metric of an epoch, the files that were written. Empty where all is.
std::string changed_by_resuming(const TinyTraining& training, const std::vector<int64_t>& stops = {4, 6, 25});

}  // namespace plumb::contract
