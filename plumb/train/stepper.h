#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "plumb/train/mixed_targets.h"

namespace plumb {

/// Runs training steps: traces their graphs once, keeps a plan for each number of rows, feeds batches. The other
/// objects must outlive it.
class Stepper {
 public:
  Stepper(const Network& network, const std::vector<TargetLoss>& losses, const TrainOptions& options,
          const TrainSettings& settings, Precision precision, Batches& batches, States& states);
  ~Stepper();
  Stepper(const Stepper&) = delete;  // the batches call it
  Stepper& operator=(const Stepper&) = delete;

  struct Done {
    int64_t rows = 0;
    double loss = 0;    // mean over the rows
    bool held = false;  // by a bad loss (hold_bad_updates)
  };
  /// One update of the weights from the batches [begin, end) of the epoch, which come next.
  Done update(int64_t begin, int64_t end, double rate);
  size_t memory_bytes() const;  // of the plans
  /// From the next update on; 1 where nothing was said.
  void set_rate_factor(const std::string& layer, double factor) { factors_[layer] = static_cast<float>(factor); }

  /// Takes the batch that comes next, number `batch` of the epoch, gathered and augmented, and begins with the one
  /// after it, on a thread beside the step, where that pays. Returns what random masks are drawn by.
  int32_t feed(int64_t batch);
  int32_t draw() const { return draw_; }  // of the last batch of an update

  /// Before the first update: none is made of a batch whose loss is above a limit, or no number. That batch is then the
  /// last that was fed, and all states but integers are as before it.
  void hold_bad_updates() { holds_ = true; }
  void set_loss_limit(double limit) { limit_ = static_cast<float>(limit); }

  void keep_times() { keep_times_ = true; }                 // before the first update
  const Executor* last_plan() const { return last_plan_; }  // of the last batch; null before the first

 private:
  const StepGraph& part(StepPart which);
  Executor& plan_for(StepPart which, int64_t rows);
  void augment(const Batches::Gathered& batch);

  const Network& network_;
  const std::vector<TargetLoss>& losses_;
  const TrainOptions& options_;
  const TrainSettings& settings_;
  Precision precision_;
  Batches& batches_;
  States& states_;
  std::optional<MixedTargets> mixed_;
  std::map<StepPart, StepGraph> graphs_;
  std::map<std::pair<StepPart, int64_t>, std::unique_ptr<Executor>> plans_;
  bool keep_times_ = false, holds_ = false;
  const Executor* last_plan_ = nullptr;
  std::map<std::string, float> factors_;  // that the plans read, too
  alignas(64) float inverse_count_ = 0;   // scalars that the plans read
  alignas(64) float rate_ = 0;
  alignas(64) float limit_ = 0;
  alignas(64) int32_t draw_ = 0;
};

}  // namespace plumb
