// The folder of checkpoints: which stay, and what happens when one is damaged.
#include "plumb/train/checkpoints.h"

#include <gtest/gtest.h>

#include <thread>

#include "plumb/train/train_options.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

class CheckpointFolder : public ::testing::Test {
 protected:
  CheckpointFolder() { states.at("parameters", {16}, Type::f32, 1); }
  Standing save(int64_t step, std::optional<double> valid_loss, int64_t keep = 2) {
    states.all.at("parameters").floats()[0] = static_cast<float>(step);
    standing.step = step;
    standing.batch = valid_loss ? 0 : 1;
    if (valid_loss) end_epoch(*valid_loss);
    Checkpoints(folder.path(), keep).save(standing, states, {});
    return standing;
  }
  bool end_epoch(double valid_loss) {
    standing.history.push_back({{"loss", 1}, {"valid_loss", valid_loss}});
    return Checkpoints::is_best(standing);
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const Path& file : checkpoints_in(folder.path())) all.push_back(file.filename().string());
    return all;
  }
  std::optional<int64_t> loaded_step() {
    States fresh;
    KeptWeights kept;
    const auto found = Checkpoints(folder.path(), 2).load("mine", fresh, kept);
    if (!found) return {};
    EXPECT_EQ(fresh.all.at("parameters").floats()[0], static_cast<float>(found->step));
    return found->step;
  }
  testing::ScratchFolder folder;
  States states;
  Standing standing{.fingerprint = "mine"};
};

TEST_F(CheckpointFolder, KeepsTheLastAndTheBest) {
  save(10, 0.5);
  save(20, 0.3);
  save(25, {});  // within an epoch: no candidate
  save(30, 0.4);
  save(40, 0.6);
  EXPECT_EQ(names(), (std::vector<std::string>{"step-000000000020.safetensors", "step-000000000030.safetensors",
                                               "step-000000000040.safetensors"}));
  EXPECT_EQ(loaded_step(), 40);
  remove_checkpoints(folder.path());
  EXPECT_FALSE(std::filesystem::exists(folder.path()));
  EXPECT_EQ(loaded_step(), std::nullopt);
}

TEST_F(CheckpointFolder, TheBestEpochIsWrittenWithTheNext) {
  Checkpoints checkpoints(folder.path(), 1);
  KeptWeights kept{{"best", {{"parameters", copy_of(states.all.at("parameters"))}}}};
  const auto set = [&](int64_t step) {
    states.all.at("parameters").floats()[0] = static_cast<float>(standing.step = step);
    kept.at("best").at("parameters").floats()[0] = static_cast<float>(-step);
  };
  set(10);
  ASSERT_TRUE(end_epoch(0.3));
  checkpoints.remember(standing, states, kept);
  EXPECT_TRUE(names().empty()) << "no file for a short epoch";
  set(20);
  EXPECT_FALSE(end_epoch(0.5));
  set(25);
  checkpoints.save(standing, states, kept);
  EXPECT_EQ(names(), (std::vector<std::string>{"step-000000000010.safetensors", "step-000000000025.safetensors"}));
  States best;
  KeptWeights kept_then;
  const Standing then = load_checkpoint(folder / "step-000000000010.safetensors", "mine", best, kept_then);
  EXPECT_EQ(then.step, 10);
  EXPECT_EQ(best.all.at("parameters").floats()[0], 10) << "what was trained since has not changed it";
  EXPECT_EQ(kept_then.at("best").at("parameters").floats()[0], -10);
  set(30);
  checkpoints.save(standing, states, kept);
  EXPECT_EQ(names(), (std::vector<std::string>{"step-000000000010.safetensors", "step-000000000030.safetensors"}));
}

TEST_F(CheckpointFolder, ADamagedOneIsPassedOver) {
  save(10, 0.5);
  save(20, 0.4);
  const Path newest = folder / "step-000000000020.safetensors";
  std::string bytes = testing::content(newest);
  bytes[bytes.size() - 3] ^= 4;  // a bit of a weight, which no format sees
  testing::put(newest, bytes);
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(loaded_step(), 10);
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("is damaged"), std::string::npos);
  testing::put(newest, bytes.substr(0, 100));
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(loaded_step(), 10);
  testing::put(folder / "step-000000000010.safetensors", "");
  EXPECT_THROW(loaded_step(), Error) << "to begin anew in silence would lose the training";
  ::testing::internal::GetCapturedStderr();
}

TEST_F(CheckpointFolder, OfAnotherTrainingIsRefused) {
  standing.fingerprint = "other";
  save(10, 0.5);
  EXPECT_THROW(loaded_step(), OtherTraining);
}

std::string error_of(const std::string& json) {
  Problems problems;
  read_options<CheckpointOptions>(parse_json(json, "options"), problems);
  return problems.empty() ? "" : problems.all().front().message;
}

TEST(CheckpointInterval, IsReadAndWritten) {
  for (const char* text : {"auto", "1 epoch", "3 epochs", "500 steps", "1 step"}) {
    Problems problems;
    const auto read = Form<Interval>::read(Entry::text(text), problems);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(Form<Interval>::write(*read).word(), text);
  }
  Problems problems;
  EXPECT_EQ(Form<Interval>::write(*Form<Interval>::read(Entry::text("10 min"), problems)).word(), "600 s");
  for (const char* wrong : {"\"often\"", "\"0 steps\"", "\"1.5 steps\"", "\"-1 min\"", "7", "[1]"})
    EXPECT_NE(error_of("{\"every\": " + std::string(wrong) + "}").find("`500 steps`"), std::string::npos) << wrong;
  EXPECT_EQ(error_of("\"10 min\""), "");
}

TEST(CheckpointInterval, SaysWhenOneIsDue) {
  CheckpointTimer steps({Interval::Unit::steps, 5}), epochs({Interval::Unit::epochs, 2}), automatic({});
  for (CheckpointTimer* timer : {&steps, &epochs, &automatic}) timer->restart(10);
  EXPECT_FALSE(steps.due(14));
  EXPECT_TRUE(steps.due(15));
  EXPECT_FALSE(epochs.due(1000));
  EXPECT_FALSE(epochs.due_after_epoch(20, 1));
  EXPECT_TRUE(epochs.due_after_epoch(20, 2));
  EXPECT_FALSE(automatic.due(1000)) << "a minute is not over";
  EXPECT_FALSE(automatic.due_after_epoch(1000, 9)) << "two seconds are not over";
}

TEST(CheckpointInterval, OfTimeComesDueByTheClock) {
  CheckpointTimer soon({Interval::Unit::seconds, 0.02}), later({Interval::Unit::seconds, 600});
  for (CheckpointTimer* timer : {&soon, &later}) timer->restart(10);
  std::this_thread::sleep_for(std::chrono::milliseconds(21));
  EXPECT_TRUE(soon.due(10)) << "steps do not count";
  EXPECT_TRUE(soon.due_after_epoch(10, 1));
  EXPECT_FALSE(later.due(1'000'000));
  EXPECT_FALSE(later.due_after_epoch(1'000'000, 9));
}

TEST(CheckpointInterval, TellsHowManyFallDue) {
  const auto due = [](Interval every) { return checkpoints_due(every, 10, 500, 300); };
  EXPECT_EQ(due({Interval::Unit::epochs, 2}), 4.5);
  EXPECT_EQ(due({Interval::Unit::steps, 100}), 5);
  EXPECT_EQ(due({Interval::Unit::seconds, 60}), 5);
  EXPECT_EQ(due({}), 9) << "one an epoch, and that of the end";
  EXPECT_EQ(checkpoints_due({}, 10, 500, 8), 3) << "one in three epochs, which take two seconds and more";
  EXPECT_EQ(checkpoints_due({}, 1, 500, 300), 5) << "one a minute";
}

}  // namespace
}  // namespace plumb
