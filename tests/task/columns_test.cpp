// Which columns a task takes: `"*": ignore` leaves out all that are not named, and nothing else.
#include <gtest/gtest.h>

#include "plumb/task/run_folder.h"
#include "plumb/task/task_data.h"
#include "plumb/task/use_model.h"
#include "tests/task/small_run.h"

namespace plumb {
namespace {

using Words = std::vector<std::string>;

class Columns : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;

  /// Two columns that tell the class, and one of each other use.
  void SetUp() override {
    std::string rows = "width,height,noise,words,who,times,part,day,kind\n", narrow = "width,height,kind\n";
    for (int i = 0; i < 160; ++i) {
      const int width = (i * 7) % 23, height = (i * 5) % 17;
      const std::string kind = width + height > 18 ? "big" : "small";
      rows +=
          fmt::format("{},{},{},word{},p{},{},{},2021-03-{:02},{}\n", width, height, (i * 31) % 11, i % 5, i, 1 + i % 2,
                      i % 8 == 0   ? "valid"
                      : i % 8 == 1 ? "test"
                                   : "train",
                      1 + i % 28, kind);
      narrow += fmt::format("{},{},{}\n", width, height, kind);
    }
    testing::put(folder / "rows.csv", rows);
    testing::put(folder / "narrow.csv", narrow);
  }
  Task task(const std::string& lines, const std::string& data = "rows.csv") const {
    testing::put(folder / "task.yaml", "name: small\nseed: 2\ndata: " + data +
                                           "\ntarget: kind\nmodel: [{dense: {units: 4, activation: relu}}]\n"
                                           "train: {epochs: 2, batch_size: 32}\n" +
                                           lines);
    return read_task((folder / "task.yaml").string());
  }
  Path trained(const Task& task, const std::string& runs) const {
    return train_task(task, {.runs = folder / runs, .quiet = true}).folder;
  }
  static Words inputs_of(const Path& run) {
    Words names;
    for (const Schema::Field& field : load_trained(run).schema.fields) names.push_back(field.name);
    return names;
  }
  static std::string said(const std::function<void()>& what) {
    try {
      what();
    } catch (const Error& error) {
      return error.what();
    }
    return "nothing";
  }
};

TEST_F(Columns, TheOthersAreLeftOutAsIfTheFileHadThemNot) {
  const Path named = trained(task("inputs: {width: number, height: integer, \"*\": ignore}\n"), "named");
  const Path narrow = trained(task("inputs: {width: number, height: integer}\n", "narrow.csv"), "narrow");
  EXPECT_EQ(inputs_of(named), (Words{"width", "height"}));
  for (const char* file : {"weights.safetensors", "metrics.json", "schema.json"})
    EXPECT_EQ(testing::content(named / file), testing::content(narrow / file)) << file;
  // Other rows need not have them.
  EXPECT_EQ(read_rows(load_trained(named), (folder / "narrow.csv").string(), true).rows(), 160);
  EXPECT_EQ(evaluate_model(named, (folder / "narrow.csv").string(), 1, "").rows, 160);
}

TEST_F(Columns, WhatHasAnotherUseStays) {
  const Task asked = task(
      "inputs: {width: number, \"*\": ignore}\nid: [who]\nweight: times\nsplit: {column: part}\n"
      "evaluate: {metrics: [accuracy]}\n");
  const TaskData data = read_task_data(asked);
  EXPECT_EQ(data.train.table.names(), (Words{"width", "who", "times", "kind"}));
  EXPECT_EQ(data.valid.rows(), 20);
  EXPECT_EQ(data.test.rows(), 20);
  EXPECT_EQ(inputs_of(trained(asked, "runs")), Words{"width"});
}

TEST_F(Columns, ATimeThatOnlyDividesIsNoInput) {
  const char* split = "split: {by: time, column: day}\n";
  EXPECT_EQ(read_task_data(task(std::string("inputs: {width: number, \"*\": ignore}\n") + split)).train.table.names(),
            (Words{"width", "kind"}));
  EXPECT_EQ(read_task_data(task(std::string("inputs: {width: number, day: date_time, \"*\": ignore}\n") + split))
                .train.table.names(),
            (Words{"width", "day", "kind"}));
}

TEST_F(Columns, LabelsInColumnsOfTheirOwnStay) {
  testing::put(folder / "sets.csv", "x,y,red,blue\n1,2,1,0\n2,3,0,1\n3,4,1,1\n4,5,0,0\n");
  const Reading reading{.targets = {{.column = "colours", .type = TargetType::set, .columns = {"red", "blue"}}},
                        .inputs = {{"x", {}}, {"*", {.role = Input::Role::ignore}}}};
  EXPECT_EQ(read((folder / "sets.csv").string(), reading).table.names(), (Words{"x", "colours"}));
}

TEST_F(Columns, AStreamedRunHasTheSame) {
  const std::string lines = "inputs: {width: number, height: integer, \"*\": ignore}\nweight: times\n";
  const Path streamed = trained(task(lines, "{train: rows.csv, stream: true}"), "streamed");
  EXPECT_EQ(inputs_of(streamed), (Words{"width", "height"}));
  EXPECT_EQ(testing::content(streamed / "schema.json"), testing::content(trained(task(lines), "held") / "schema.json"));
}

TEST_F(Columns, ATaskThatIsWrittenSaysTheSame) {
  const Task asked = task("inputs: {width: number, \"*\": ignore}\n");
  Problems problems;
  const auto again = read_task_text(render(asked), "rendered.yaml", folder.path().string(), {}, problems);
  problems.raise();
  ASSERT_TRUE(again);
  EXPECT_TRUE(ignores_others(again->inputs));
  EXPECT_EQ(render(*again), render(asked));
}

TEST_F(Columns, ANameThatIsNotThereIsAnswered) {
  for (const char* stream : {"", ", stream: true"}) {
    const std::string data = std::string("{train: rows.csv") + stream + "}";
    EXPECT_EQ(said([&] { trained(task("inputs: {nosie: ignore}\n", data), "wrong"); }),
              "there is no column \"nosie\" (ignored under `inputs`); did you mean \"noise\"?");
    EXPECT_EQ(said([&] { trained(task("inputs: {widht: number, \"*\": ignore}\n", data), "wrong"); }),
              "there is no column \"widht\" (named under `inputs`); did you mean \"width\"?");
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "wrong"));
}

TEST_F(Columns, TestRowsNeedNotHaveWhatIsIgnored) {
  const Task asked =
      task("inputs: {noise: ignore, words: ignore, who: ignore, times: ignore, part: ignore, day: ignore}\n",
           "{train: rows.csv, test: narrow.csv}");
  EXPECT_EQ(read_task_data(asked).test.rows(), 160);
}

}  // namespace
}  // namespace plumb
