// Batches that are augmented beside the step before them are those that come one after the other: to the bit, from
// wherever a training goes on, and with the same mistakes.

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "plumb/core/error.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/dropout.h"
#include "plumb/train/optimizers/adam.h"
#include "tests/support/program.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

constexpr int64_t n = 90, batch_size = 16, epochs = 3, updates = 6;  // of an epoch, the last of 10 rows

/// Moves each point, and mixes rows in pairs, by epoch and row. `takes` is so long that a thread for it pays, or 0.
struct Moving {
  std::chrono::milliseconds takes{0};
  int64_t fails_at = -1;  // call
  std::set<std::thread::id> threads = {};
  int64_t calls = 0;

  BatchChange change() {
    BatchChange change([this](const BatchView& batch) {
      if (calls++ == fails_at) throw Error("no point can be moved so far");
      threads.insert(std::this_thread::get_id());
      for (size_t i = 0; i < batch.rows.size(); ++i) {
        Random random(5, "move", static_cast<uint64_t>(batch.epoch * n + batch.rows[i]));
        auto* point = static_cast<float*>(batch.data) + 2 * i;
        point[0] += static_cast<float>(random.uniform(-0.1, 0.1));
        batch.others[i] = static_cast<int64_t>(random.below(batch.rows.size()));
        batch.own[i] = static_cast<float>(random.uniform());
      }
      std::this_thread::sleep_for(takes);
    });
    change.mixes = true;
    return change;
  }
};

struct MovedRings {
  TrainTarget target = testing::ring_target(3);
  TrainRows rows = testing::rings(n, 3, 1);
  Network network = Architecture(Layers{Dense{8, relu}, Dropout{0.2}})
                        .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {target.spec}, .rows = n})
                        .network;
  TrainOptions options = {};
  TrainSettings settings{.seed = 7, .threads = 2, .quiet = true};

  explicit MovedRings(Moving& moving) {
    options.optimizer = Adam{.learning_rate = 0.02};
    options.epochs = epochs;
    options.batch_size = batch_size;
    settings.augment = moving.change();
  }
  std::vector<float> weights() const {
    States states;
    train(network, {target}, rows, nullptr, options, settings, states);
    const States::Tensor& parameters = states.all.at("parameters");
    return {parameters.floats(), parameters.floats() + count(parameters.shape)};
  }
};

constexpr std::chrono::milliseconds long_time{1};

TEST(AugmentedAhead, TheSameWeights) {
  for (const int64_t accumulate : {1, 4}) {
    Moving at_once, ahead{.takes = long_time};
    MovedRings one(at_once), other(ahead);
    one.options.accumulate = other.options.accumulate = accumulate;
    EXPECT_EQ(other.weights(), one.weights());
    EXPECT_GT(ahead.threads.size(), 1U);
    EXPECT_EQ(ahead.calls, at_once.calls) << "nothing is made that is not used";
  }
}

TEST(AugmentedAhead, RowByRow) {
  Moving at_once, ahead{.takes = long_time};
  MovedRings one(at_once), other(ahead);
  for (MovedRings* each : {&one, &other}) {
    each->options.batch_size = 1;
    each->options.epochs = 1;
    each->settings.any_threads = true;
  }
  EXPECT_EQ(other.weights(), one.weights());
}

TEST(AugmentedAhead, GoesOnWithTheBatchAfterTheLastUpdate) {
  Moving whole;
  const auto expected = MovedRings(whole).weights();
  for (const int64_t stop : {1, 4, 6, 9}) {  // within epochs and at the end of one
    SCOPED_TRACE(stop);
    const testing::ScratchFolder folder;
    Moving moving{.takes = long_time};
    MovedRings part(moving);
    part.settings.folder = folder.path();
    part.settings.stop_after = stop;
    ::testing::internal::CaptureStderr();
    part.weights();
    part.settings.stop_after = 0;
    part.settings.resume = true;
    EXPECT_EQ(part.weights(), expected);
    ::testing::internal::GetCapturedStderr();
  }
}

TEST(AugmentedAhead, AMistakeEndsTheTrainingAtItsBatch) {
  for (const std::chrono::milliseconds takes : {std::chrono::milliseconds(0), long_time}) {
    Moving moving{.takes = takes, .fails_at = updates + 3};  // the fourth batch of the second epoch
    MovedRings run(moving);
    const testing::ScratchFolder folder;
    run.settings.folder = folder.path();
    run.options.checkpoint.every = {Interval::Unit::steps, 1};
    try {
      run.weights();
      ADD_FAILURE() << "no message";
    } catch (const Error& error) {
      EXPECT_STREQ(error.what(), "no point can be moved so far");
    }
    EXPECT_EQ(moving.calls, updates + 4);
    // The three updates before it were made, and the training goes on from there.
    Moving again, whole;
    run.settings.augment = again.change();
    run.settings.resume = true;
    ::testing::internal::CaptureStderr();
    const auto weights = run.weights();
    ::testing::internal::GetCapturedStderr();
    EXPECT_EQ(again.calls, epochs * updates - (updates + 3));
    EXPECT_EQ(weights, MovedRings(whole).weights());
  }
}

}  // namespace
}  // namespace plumb
