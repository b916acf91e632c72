#pragma once

#include "plumb/prepare/augment.h"
#include "plumb/prepare/implied.h"
#include "plumb/task/dataset.h"
#include "plumb/task/target_codes.h"

namespace plumb {

/// What is learned, from what: the one way from datasets to a trained pipeline, behind `plumb train` and `Model::fit`.
struct FitRequest {
  std::string name = "model";
  Pipeline prepare = {};
  Architecture model = {};
  TrainOptions options = {};
  std::vector<Augmentation> augment = {};  // of train batches: what they cut off images the network does not read
  uint64_t seed = 0;
  std::optional<TrainSettings> race = {};  // how networks are trained to be compared; nothing: none are
  int64_t rows = 0;                        // of the task, where only some are there to be looked at; 0: all are there
};

/// Everything decided, nothing trained: steps are fitted, tensors made, the network built. A mistake (a wrong shape, a
/// column that no step reads) ends here, before anything is written.
struct ReadyFit {
  Trained trained = {};
  std::vector<TrainTarget> targets = {};
  TrainRows rows = {};
  std::optional<TrainRows> valid = {};
  std::vector<Step> steps = {};                 // those asked for, then those that the types of the columns imply
  std::vector<Implied::LeftOut> left_out = {};  // columns that no step makes numbers of
  std::vector<std::string> reasons = {};        // why these steps and this network, a line each
  Architecture model = {};                      // asked for, or chosen
  TrainOptions options = {};                    // those asked for, and the network's own where nothing was said
  Entry race = {};                              // what was compared to choose the network; null: nothing
};
ReadyFit make_ready(const FitRequest& request, const Dataset& train, const Dataset* valid);

/// Trains it; `fit.trained` holds the weights afterwards.
History run_fit(ReadyFit& fit, const TrainSettings& settings);

/// What changes train batches, for TrainSettings; empty where nothing does.
BatchChange augmenter(const std::vector<Augmentation>& augmentations, uint64_t seed);

/// Weights to start from (task/start_from.cpp).
void start_from(ReadyFit& fit, const std::optional<WeightSource>& from);

/// What a network is chosen by: the inputs that the prepared rows give, and the targets.
NetworkContext context_of(const Trained& trained, int64_t rows);

/// The tensors of other rows, for metrics while training.
TrainRows tensors_of(const Trained& trained, const Dataset& rows);

}  // namespace plumb
