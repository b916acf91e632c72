// A task on texts, from the file to answers: trained, resumed to the same bits, asked by the bundle, through ONNX.
#include <gtest/gtest.h>

#include "plumb/core/entry.h"
#include "plumb/core/random.h"
#include "plumb/deploy/agreement.h"
#include "plumb/deploy/onnx.h"
#include "plumb/task/answering.h"
#include "plumb/task/read_task.h"
#include "plumb/task/run_folder.h"
#include "plumb/task/runner.h"
#include "plumb/task/use_model.h"
#include "plumb/train/interrupt.h"
#include "tests/support/onnx_runtime.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

/// Asks to stop after so many updates, as Ctrl-C would.
struct StopAt {
  int64_t step = 0;
  static constexpr auto name = "stop_at";
  static constexpr auto summary = "Asks to stop.";
  static void describe(auto& self, auto& field) { field("step", self.step, "When."); }
  void step_ended(Training& training) const {
    if (training.step == step) request_stop();
  }
};
[[maybe_unused]] const bool registered = registry<Callback>().add<StopAt>();

/// Sentences with one word that tells the mood among many that do not; quotes, capitals and letters of all kinds.
std::string sentences(int rows, uint64_t seed) {
  const std::vector<std::string> kind{"lovely", "Wonderful", "charmant", "fun"}, unkind{"dull", "awful", "Öde", "bad"};
  Random random(seed, "sentences");
  std::string text = "sentence\tmood\n";
  for (int row = 0; row < rows; ++row) {
    const bool good = random.uniform() < 0.5;
    const auto words = 6 + random.below(9), place = random.below(words);
    for (uint64_t i = 0; i < words; ++i)
      text += i == place ? (good ? kind : unkind)[random.below(4)] + " " : fmt::format("w{} ", random.below(60));
    text += fmt::format("\"n° {}\".\t{}\n", random.below(1000), good ? "good" : "poor");
  }
  return text;
}

const std::string task_text = R"(
name: mood
seed: 3
data: {csv: {path: mood.tsv, separator: tab, quote: ""}}
inputs: {sentence: {text: {min_count: 2, length: 12}}}
target: mood
model:
  - embedding: {output_dim: 8}
  - position_embedding: 12
  - transformer_encoder: {intermediate_dim: 16, num_heads: 2, dropout: 0.1}
  - global_average_pooling1d
train: {optimizer: {adam: {learning_rate: 0.01}}, epochs: 6}
evaluate: [accuracy]
)";

class TextTask : public ::testing::Test {
 protected:
  void SetUp() override {
    before_ = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    testing::put(folder / "mood.tsv", sentences(500, 1));
    testing::put(folder / "task.yaml", task_text);
  }
  void TearDown() override { std::filesystem::current_path(before_); }
  testing::Finished plumb(const std::string& words) { return testing::plumb(folder.path(), words); }

  testing::ScratchFolder folder;

 private:
  std::filesystem::path before_;
};

TEST_F(TextTask, IsLearnedAndAnsweredFromRawText) {
  const auto trained = plumb("train task.yaml --quiet --json");
  ASSERT_EQ(trained.code, 0) << trained.err;
  const Entry result = parse_json(trained.out, "train");
  EXPECT_GE(result.at("metrics").at("targets").at("mood").at("scores").at("accuracy").as_double(), 0.95);

  testing::put(folder / "rows.tsv", "sentence\nIt was LOVELY, w1 w2!\nw3 öde w4\n");
  const auto predicted = plumb("predict runs/mood-1 rows.tsv");
  ASSERT_EQ(predicted.code, 0) << predicted.err;
  EXPECT_NE(predicted.out.find("good"), std::string::npos) << predicted.out;
  EXPECT_NE(predicted.out.find("poor"), std::string::npos) << predicted.out;

  const auto exported = plumb("export runs/mood-1 --to onnx --json");
  ASSERT_EQ(exported.code, 0) << exported.err;
  const auto bundled = plumb("export runs/mood-1 --to bundle -o mood.plumb");
  ASSERT_EQ(bundled.code, 0) << bundled.err;
  EXPECT_EQ(plumb("predict mood.plumb rows.tsv").out, predicted.out);
}

TEST_F(TextTask, StoppedAnywhereItGoesOnToTheSameBits) {
  const Task task = read_task("task.yaml");
  const RunResult whole = train_task(task, {.runs = "whole", .quiet = true});
  Task stopped = task;
  stopped.train.callbacks.emplace_back(StopAt{17});
  const RunResult part = train_task(stopped, {.runs = "part", .quiet = true});
  EXPECT_TRUE(part.history.interrupted);
  EXPECT_FALSE(resume_run(part.folder, {.quiet = true}).history.interrupted);
  EXPECT_EQ(testing::content(part.folder / "weights.safetensors"),
            testing::content(whole.folder / "weights.safetensors"));
}

TEST_F(TextTask, OnnxRuntimeAnswersTheSameFromTheWords) {
  REQUIRE_ONNX_RUNTIME();
  Task task = read_task("task.yaml");
  task.train.epochs = 1;
  const Path run = train_task(task, {.quiet = true}).folder;
  const Trained trained = load_trained(run);
  Table rows;
  rows.set("sentence", Column::texts({"It was LOVELY, w1 w2!", "", std::nullopt, "Öde", std::string(300, '!')}));
  testing::OnnxCase one{.model = onnx_model(trained), .feeds = onnx_inputs(trained, rows)};
  EXPECT_EQ(one.feeds.at("sentence").texts.at(0), "it");
  EXPECT_EQ(one.feeds.at("sentence").texts.at(12), no_word);
  const auto outputs = testing::run_in_onnx_runtime({one});
  ASSERT_EQ(outputs.size(), 1U);
  Answering answering(load_trained(run), {});
  EXPECT_TRUE(compare(answering(rows), onnx_answers(trained, outputs[0])).within());
}

// The shortest task: what is prose is read word by word, and the network follows.
TEST_F(TextTask, ProseIsFoundUnasked) {
  testing::put(folder / "short.yaml", "data: mood.tsv\ntarget: mood\nname: short\ntrain: {epochs: 30}\n");
  const auto trained = plumb("train short.yaml --json");
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_NE(trained.err.find("tokenize: texts are read word by word: sentence"), std::string::npos) << trained.err;
  const Entry metrics = parse_json(trained.out, "train").at("metrics");
  EXPECT_GE(metrics.at("targets").at("mood").at("scores").at("accuracy").as_double(), 0.9);
  const auto init = plumb("init mood.tsv --target mood -o init.yaml");
  ASSERT_EQ(init.code, 0) << init.err;
  EXPECT_NE(testing::content(folder / "init.yaml").find("sentence: text"), std::string::npos)
      << testing::content(folder / "init.yaml");
  EXPECT_EQ(plumb("train init.yaml --quiet --set train.epochs=2").code, 0);
}

}  // namespace
}  // namespace plumb
