// Several sets of weights of one training that answer together.

#include "plumb/train/callbacks/snapshot_ensemble.h"

#include <gtest/gtest.h>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/batch_normalization.h"
#include "plumb/model/layers/dense.h"
#include "plumb/train/members.h"
#include "plumb/train/optimizers/adam.h"
#include "plumb/train/predictor.h"
#include "plumb/train/schedules/cosine_restarts.h"
#include "tests/support/program.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

struct Snapshots {
  TrainTarget target = testing::ring_target(3);
  TrainRows rows = testing::rings(200, 3, 1), valid = testing::rings(100, 3, 2);
  Network network = Architecture(Layers{Dense{8, relu}, BatchNormalization{}, Dense{8, relu}})
                        .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {target.spec}, .rows = 200})
                        .network;
  TrainOptions options = {};
  TrainSettings settings = {};
  std::shared_ptr<States> states = std::make_shared<States>();

  explicit Snapshots(int64_t epochs, const Path& folder = {}) {
    options.optimizer = Adam{.learning_rate = 0.05};
    options.schedule = CosineRestarts{.first = 3, .multiply = 1};
    options.epochs = epochs;
    options.batch_size = 20;
    options.callbacks = {SnapshotEnsemble{.every = 3, .members = 2}};
    settings.seed = 7;
    settings.quiet = true;
    settings.folder = folder;
  }
  History operator()() { return train(network, {target}, rows, &valid, options, settings, *states); }
  std::vector<float> answers() const { return Predictor(network, states)(valid.inputs).at("ring"); }
  std::vector<float> together() const {
    const auto ensemble = ensemble_of(network, *states);
    EXPECT_TRUE(ensemble) << "there are no members";
    return Predictor(ensemble->network, ensemble->states)(valid.inputs).at("ring");
  }
};

TEST(SnapshotEnsemble, AnswersWithTheMeanOfTheLastMembers) {
  Snapshots run(10);  // members after 3, 6 and 9 epochs, of which the last two stay; and an epoch more
  run();
  std::vector<std::vector<float>> members;
  for (const int64_t epochs : {6, 9}) {
    Snapshots until(epochs);
    until();
    members.push_back(until.answers());
  }
  const std::vector<float> together = run.together();
  ASSERT_EQ(together.size(), members[0].size());
  double apart = 0;
  for (size_t i = 0; i < together.size(); ++i) {
    EXPECT_NEAR(together[i], (members[0][i] + members[1][i]) / 2, 1e-6);
    apart = std::max<double>(apart, std::abs(members[0][i] - members[1][i]));
  }
  EXPECT_GT(apart, 1e-3) << "the members are one";
}

TEST(SnapshotEnsemble, OneMemberAnswersAlone) {
  Snapshots run(4);
  run();
  Snapshots until(3);
  until();
  EXPECT_EQ(run.together(), until.answers());
  EXPECT_FALSE(ensemble_of(run.network, States{}));
}

TEST(SnapshotEnsemble, ResumesWithItsMembers) {
  Snapshots whole(8);
  whole();
  const testing::ScratchFolder folder;
  Snapshots part(8, folder.path());
  part.settings.stop_after = 45;  // in the fifth epoch of ten updates: one member is there
  EXPECT_TRUE(part().interrupted);
  Snapshots rest(8, folder.path());
  rest.settings.resume = true;
  EXPECT_FALSE(rest().interrupted);
  EXPECT_EQ(rest.together(), whole.together());
  Snapshots again(8, folder.path());
  again.settings.resume = true;
  again();  // finds everything done
  EXPECT_EQ(again.together(), whole.together());
}

}  // namespace
}  // namespace plumb
