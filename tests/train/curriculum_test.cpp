// Easy rows first: which rows an epoch sees, in which order, and that a resumed epoch sees the same.

#include "plumb/train/callbacks/curriculum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/train/easy_rows.h"
#include "plumb/train/interrupt.h"
#include "plumb/train/optimizers/adam.h"
#include "plumb/train/schedules/cosine.h"
#include "tests/support/program.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

TEST(EasyRows, AreThoseOfTheSmallestLosses) {
  const std::vector<float> losses{3, 1, NAN, 1, 0.5F, 2};
  EXPECT_EQ(easiest(losses, 1), (std::vector<int64_t>{4}));
  EXPECT_EQ(easiest(losses, 2), (std::vector<int64_t>{1, 4})) << "of equal losses the first row";
  EXPECT_EQ(easiest(losses, 5), (std::vector<int64_t>{0, 1, 3, 4, 5}));
  EXPECT_EQ(easiest(losses, 6).size(), 6U);
}

/// A training of 200 rows in batches of 20 whose rows are written down as they are trained on.
struct Watched {
  TrainTarget target = testing::ring_target(3);
  TrainRows rows = testing::rings(200, 3, 1);
  Network network = Architecture(Layers{Dense{8, relu}})
                        .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {target.spec}, .rows = 200})
                        .network;
  TrainOptions options = {};
  TrainSettings settings = {};
  States states = {};
  std::vector<std::set<int64_t>> seen = {};  // by epoch

  explicit Watched(int64_t epochs, const Path& folder = {}) {
    options.optimizer = Adam{.learning_rate = 0.02};
    options.epochs = epochs;
    options.batch_size = 20;
    options.callbacks = {Curriculum{.start = 0.3, .epochs = 4}};
    settings.seed = 7;
    settings.quiet = true;
    settings.folder = folder;
  }
  History operator()() {
    settings.augment = [&](const BatchView& view) {
      seen.resize(std::max(seen.size(), static_cast<size_t>(view.epoch) + 1));
      for (const int64_t row : view.rows)
        EXPECT_TRUE(seen[static_cast<size_t>(view.epoch)].insert(row).second) << "row " << row << " came twice";
    };
    return train(network, {target}, rows, nullptr, options, settings, states);
  }
};

std::set<int64_t> as_set(const std::vector<int64_t>& rows) { return {rows.begin(), rows.end()}; }

TEST(Curriculum, AnEpochLearnsFromTheEasiestRows) {
  Watched run(6);
  const History history = run();
  ASSERT_EQ(run.seen.size(), 6U);
  // 0.3, 0.475, 0.65, 0.825 and 1 of 200 rows, in whole batches.
  const std::vector<size_t> sizes{60, 100, 140, 180, 200, 200};
  for (size_t epoch = 0; epoch < 6; ++epoch) EXPECT_EQ(run.seen[epoch].size(), sizes[epoch]) << epoch;
  EXPECT_EQ(history.steps, 3 + 5 + 7 + 9 + 10 + 10);

  // After one and two epochs, the losses at the weights there say which rows come next.
  for (const int64_t epochs : {1, 2}) {
    Watched until(epochs);
    until();
    const auto losses = losses_for(until.network, {until.target}, until.options, false);
    Scorer scorer(until.network, {until.target}, losses, until.rows, until.settings, 256, Precision::fp32,
                  until.states);
    const auto next = static_cast<size_t>(epochs);
    EXPECT_EQ(run.seen[next], as_set(easiest(scorer.row_losses(), static_cast<int64_t>(sizes[next])))) << next;
  }
}

TEST(Curriculum, SchedulesEndWithTheTraining) {
  Watched run(6);
  run.options.schedule = Cosine{};
  const History history = run();
  EXPECT_LT(history.epochs.back().at("learning_rate"), 0.02 * 0.01);
}

TEST(Curriculum, AResumedEpochGoesOnWithItsRows) {
  Watched whole(6);
  whole();
  for (const int64_t stop : {2, 3, 6, 8, 20}) {  // within epochs and at the end of the first two
    SCOPED_TRACE(stop);
    const testing::ScratchFolder folder;
    Watched part(6, folder.path());
    part.settings.stop_after = stop;
    EXPECT_TRUE(part().interrupted);
    Watched rest(6, folder.path());
    rest.settings.resume = true;
    EXPECT_FALSE(rest().interrupted);
    const States::Tensor &a = whole.states.all.at("parameters"), &b = rest.states.all.at("parameters");
    ASSERT_EQ(a.shape, b.shape);
    for (int64_t i = 0; i < count(a.shape); ++i) ASSERT_EQ(a.floats()[i], b.floats()[i]) << i;
  }
}

TEST(Curriculum, BatchesOfSomeRows) {
  std::vector<int32_t> numbers(10);
  for (int i = 0; i < 10; ++i) numbers[static_cast<size_t>(i)] = i;
  Batches batches({testing::codes("y", numbers)}, {.batch_size = 2, .shuffle = true, .seed = 3});
  batches.only({1, 4, 5, 8});
  batches.resume({.epoch = 2, .batch = 1});
  EXPECT_EQ(batches.per_epoch(), 2);
  EXPECT_EQ(batches.most_per_epoch(), 5);
  std::set<int64_t> rows;
  for (batches.start(3); batches.next();)
    for (const int64_t row : batches.chosen()) {
      rows.insert(row);
      EXPECT_LT(row, 10);
    }
  EXPECT_EQ(rows, (std::set<int64_t>{1, 4, 5, 8}));
  batches.only({});
  batches.start(3);
  EXPECT_EQ(batches.per_epoch(), 5);
}

}  // namespace
}  // namespace plumb
