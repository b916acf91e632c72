// A race of `auto` that the user stops: before there is a run, and within a fold.
#include <gtest/gtest.h>

#include "plumb/core/random.h"
#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "plumb/train/callback.h"
#include "plumb/train/interrupt.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

constexpr int64_t trainings_of_a_race = 9;  // three networks on three inner folds
int64_t trainings = 0;

/// Asks to stop in the first step of the training of that number, as Ctrl-C would.
struct StopTraining {
  int64_t number = 0;
  static constexpr auto name = "stop_training";
  static constexpr auto summary = "Asks to stop.";
  static void describe(auto& self, auto& field) { field("number", self.number, "Which training."); }
  void step_ended(Training& training) const {
    if (training.step == 1 && ++trainings == number) request_stop();
  }
};
[[maybe_unused]] const bool registered = registry<Callback>().add<StopTraining>();

class Race : public ::testing::Test {
 protected:
  Race() {
    std::string rows = "size,weight,kind\n";
    for (int i = 0; i < 300; ++i)
      rows += std::to_string((i * 7) % 23) + "," + std::to_string((i * 5) % 19) +
              ((i * 7) % 23 + (i * 5) % 19 > 20 ? ",big\n" : ",small\n");
    testing::put(folder / "data.csv", rows);
  }
  Task task(int64_t stopped_training) const {
    trainings = 0;
    testing::put(folder / "task.yaml",
                 "name: raced\ndata: data.csv\ntarget: kind\nsplit: {folds: 2}\n"
                 "train: {epochs: 1, callbacks: [{stop_training: {number: " +
                     std::to_string(stopped_training) + "}}]}\n");
    return read_task((folder / "task.yaml").string());
  }
  testing::ScratchFolder folder;
};

TEST_F(Race, StoppedBeforeThereIsARunLeavesNothing) {
  const Task stopped = task(2);
  const auto before = testing::snapshot(folder.path());
  ::testing::internal::CaptureStderr();
  const RunResult result = train_task(stopped, {.runs = folder / "runs", .quiet = true});
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_TRUE(result.history.interrupted);
  EXPECT_TRUE(result.folder.empty());
  EXPECT_NE(said.find("nothing has been written"), std::string::npos) << said;
  EXPECT_EQ(said.find("to go on"), std::string::npos) << said;
  EXPECT_EQ(testing::snapshot(folder.path()), before);
}

TEST_F(Race, StoppedInAFoldKeepsTheFoldsBeforeAndIsGoneOnWith) {
  // The race for the whole, the race and the training of the first fold, and in the race of the second one.
  const Task stopped = task(trainings_of_a_race + trainings_of_a_race + 1 + 4);
  ::testing::internal::CaptureStderr();
  const RunResult part = train_task(stopped, {.runs = folder / "runs", .quiet = true});
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_TRUE(part.history.interrupted);
  ASSERT_FALSE(part.folder.empty());
  EXPECT_NE(said.find("to go on: plumb resume " + part.folder.string()), std::string::npos) << said;
  EXPECT_EQ(said.find("nothing has been written"), std::string::npos) << said;
  EXPECT_TRUE(std::filesystem::exists(part.folder / "folds/1.safetensors"));
  EXPECT_FALSE(std::filesystem::exists(part.folder / "folds/2.safetensors"));

  const RunResult resumed = resume_run(part.folder, {.quiet = true});
  EXPECT_FALSE(resumed.history.interrupted);
  const RunResult whole = train_task(task(-1), {.runs = folder / "runs", .quiet = true});
  for (const char* file : {"weights.safetensors", "metrics.json", "folds.json"})
    EXPECT_EQ(testing::content(resumed.folder / file), testing::content(whole.folder / file)) << file;
}

TEST_F(Race, SaysTheOutcomeAndKeepsIt) {
  const RunResult run = train_task(task(-1), {.runs = folder / "runs", .quiet = true});
  const std::string log = testing::content(run.folder / "race.json");
  const Entry race = parse_json(log, "race.json");
  const std::string chosen = race.at("chosen").word();
  for (const char* network : {"linear", "mlp", "tabular"}) EXPECT_EQ(race.at(network).items().size(), 3U) << network;
  EXPECT_TRUE(race.find(chosen)) << log;
}

TEST_F(Race, WithoutValidRowsTheNetworkIsTrainedAsLongAsItWasBestInTheRace) {
  for (const char* said : {"", "train: {epochs: 3}\n"}) {
    testing::put(folder / "task.yaml",
                 std::string("name: blind\ndata: data.csv\ntarget: kind\nsplit: {valid: 0}\n") + said);
    const RunResult run =
        train_task(read_task((folder / "task.yaml").string()), {.runs = folder / "runs", .quiet = true});
    const Entry race = parse_json(testing::content(run.folder / "race.json"), "race.json");
    const double wanted = *said ? 3 : race.at("epochs").as_double();
    EXPECT_EQ(static_cast<double>(run.history.epochs.size()), wanted) << said;
  }
}

TEST_F(Race, NumbersLearnedAsLogarithmsAreComparedAsSuch) {
  testing::put(folder / "task.yaml",
               "name: logs\ndata: data.csv\ntarget: {weight: {number: {transform: log1p}}}\ntrain: {epochs: 1}\n");
  const auto trained = testing::plumb(folder.path(), "train task.yaml --json");
  EXPECT_EQ(trained.code, 0) << trained.err;
  EXPECT_NE(trained.err.find("inner folds by rmsle"), std::string::npos) << trained.err;
}

/// The winner of a race over rows whose class is `kind(x, y)`.
std::string winner(const std::string& name, const std::function<bool(double x, double y)>& kind) {
  const testing::ScratchFolder folder;
  std::string rows = "x,y,kind\n";
  Random random(1, "race");
  for (int i = 0; i < 600; ++i) {
    const double x = random.uniform(-1, 1), y = random.uniform(-1, 1);
    rows += fmt::format("{:.4f},{:.4f},{}\n", x, y, kind(x, y) ? "in" : "out");
  }
  testing::put(folder / "data.csv", rows);
  testing::put(folder / "task.yaml", "name: " + name + "\ndata: data.csv\ntarget: kind\n");
  const auto trained = testing::plumb(folder.path(), "train task.yaml --json");
  EXPECT_EQ(trained.code, 0) << trained.err;
  EXPECT_NE(trained.err.find("won the race on 3 inner folds by log_loss"), std::string::npos) << trained.err;
  const std::string run = parse_json(trained.out, "train").at("run").word();
  return parse_json(testing::content(folder / (run + "/race.json")), "race.json").at("chosen").word();
}

TEST(RaceOutcome, ALineIsForTheLinearModelAndARingIsNot) {
  EXPECT_EQ(winner("line", [](double x, double y) { return x + 2 * y > 0.1; }), "linear");
  EXPECT_NE(winner("ring", [](double x, double y) { return x * x + y * y < 0.5; }), "linear");
}

TEST_F(Race, GradesAndSetsAreComparedAsSuch) {
  std::string rows = "size,grade,kinds\n";
  for (int i = 0; i < 300; ++i)
    rows += std::to_string(i % 23) + "," + std::to_string(i % 23 / 8) + "," + (i % 2 ? "red" : "red|blue") + "\n";
  testing::put(folder / "data.csv", rows);
  for (const auto& [target, loss] :
       {std::pair("grade: ordinal", "by log_loss"), std::pair("kinds: set", "by hamming")}) {
    testing::put(folder / "task.yaml", std::string("name: raced\ndata: data.csv\nmodel: auto\ntarget: {") + target +
                                           "}\ntrain: {epochs: 1}\n");
    ::testing::internal::CaptureStderr();
    train_task(read_task((folder / "task.yaml").string()), {.runs = folder / "runs"});
    const std::string said = ::testing::internal::GetCapturedStderr();
    EXPECT_NE(said.find(loss), std::string::npos) << said;
  }
}

TEST_F(Race, UpdatesOfTheRaceDoNotCountForStopAfter) {
  Task stopped = task(-1);
  stopped.split.folds = 0;
  stopped.train.epochs = 40;
  const RunResult part = train_task(stopped, {.runs = folder / "runs", .quiet = true, .stop_after = 3});
  EXPECT_TRUE(part.history.interrupted);
  EXPECT_EQ(part.history.steps, 3);
}

}  // namespace
}  // namespace plumb
