// `evaluate.slices` of a task: each group has the scores that its rows have alone, from memory, from folds and from a
// stream, and again in `plumb evaluate`; columns without groups are refused before anything is trained.
#include <gtest/gtest.h>

#include "plumb/core/random.h"
#include "plumb/task/assess.h"
#include "plumb/task/read_task.h"
#include "plumb/task/run_folder.h"
#include "plumb/task/runner.h"
#include "plumb/task/tested.h"
#include "plumb/task/use_model.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

const std::string head = "size,colour,trap,city,part,kind\n";

class TaskSlices : public ::testing::Test {
 protected:
  testing::ScratchFolder folder;
  std::map<std::string, std::map<std::string, std::string>> test_rows;  // as CSV, by column and value

  /// Size tells the kind, but the other one in traps, which the model does not see: it is right in all rows that are no
  /// trap and wrong in all others, and in no group that rows have strayed into.
  void SetUp() override {
    Random random(5, "slices");
    std::string all = head;
    for (int i = 0; i < 600; ++i) {
      const bool big = random.below(2) == 0, trap = random.below(4) == 0;
      const uint64_t size = random.below(9) + (big ? 14 : 0), city = random.below(1000);
      const std::string colour = std::array{"red", "green", "blue"}[random.below(3)];
      const std::string part = std::array{"train", "train", "train", "valid", "test", "test"}[random.below(6)];
      const std::string line = fmt::format("{},{},{},c{},{},{}\n", size, colour, trap ? "yes" : "no", city, part,
                                           big != trap ? "big" : "small");
      all += line;
      if (part != "test") continue;
      test_rows["colour"][colour] += line;
      test_rows["trap"][trap ? "yes" : "no"] += line;
    }
    testing::put(folder / "rows.csv", all);
  }
  RunResult train(const std::string& data, const std::string& more = "id: [trap, city]\nsplit: {column: part}\n",
                  const std::string& slices = "[trap, colour, size]", const RunSettings& how = {}) const {
    testing::put(folder / "task.yaml",
                 "name: t\nseed: 2\ntarget: kind\nmodel: linear\ntrain: {epochs: 40}\ndata: " + data +
                     "\nevaluate: {metrics: [accuracy, log_loss], slices: " + slices + "}\n" + more);
    RunSettings settings = how;
    settings.runs = folder / "runs";
    settings.quiet = true;
    return train_task(read_task((folder / "task.yaml").string()), settings);
  }
  std::string refused(const std::string& data, const std::string& slices, const std::string& more) const {
    try {
      train(data, more, slices);
    } catch (const Error& error) {
      EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
      return error.what();
    }
    return "nothing";
  }
  static Entry scores_in(const Path& run) {
    return parse_json(testing::content(run / "metrics.json"), "metrics").at("targets").at("kind");
  }
  Report report_of_file(const Path& run, const std::string& rows) const {
    testing::put(folder / "some.csv", head + rows);
    return evaluate_model(run, (folder / "some.csv").string()).reports.front();
  }
  /// What metrics.json says of each group is what `plumb evaluate` says of a file with its rows and no others.
  void expect_scores_of_own_rows(const Path& run) const {
    const Entry slices = scores_in(run).at("slices");
    for (const auto& [column, groups] : test_rows) {
      EXPECT_EQ(slices.at(column).fields().size(), groups.size());
      for (const auto& [value, rows] : groups) {
        SCOPED_TRACE(column + " " + value);
        const Entry& group = slices.at(column).at(value);
        const Report alone = report_of_file(run, rows);
        EXPECT_EQ(group.at("rows").as_double(), alone.json.at("rows").as_double());
        for (const Score& score : alone.scores) {
          EXPECT_NEAR(group.at(score.name).as_double(), score.value, 1e-9) << score.name;
          const Entry& interval = group.at("intervals").at(score.name);
          for (size_t end : {0, 1})
            EXPECT_NEAR(interval.items()[end].as_double(), (*score.interval)[end], 1e-9) << score.name;
        }
      }
    }
    EXPECT_EQ(slices.at("trap").at("no").at("accuracy").as_double(), 1);
    EXPECT_EQ(slices.at("trap").at("yes").at("accuracy").as_double(), 0);
    double rows = 0;
    for (const Entry::Field& quartile : slices.at("size").fields()) rows += quartile.value.at("rows").as_double();
    EXPECT_EQ(rows, scores_in(run).at("rows").as_double());
  }
};

TEST_F(TaskSlices, AreTheScoresOfTheirRows) {
  const RunResult run = train("rows.csv");
  expect_scores_of_own_rows(run.folder);
  const std::string& said = run.reports.front().text;
  for (const char* part : {"trap", "colour", "below ", "95 % interval"})
    EXPECT_NE(said.find(part), std::string::npos) << part << " is not in\n" << said;
}

TEST_F(TaskSlices, OfAStreamAreTheScoresOfTheirRows) {
  expect_scores_of_own_rows(train("{train: rows.csv, stream: true}").folder);
}

TEST_F(TaskSlices, OfFoldsAreOfAllRowsEachInItsGroup) {
  const RunResult run = train("rows.csv", "id: [trap, city, part]\nsplit: {folds: 3, valid: 0.2}\n");
  const Entry all = scores_in(run.folder).at("all_rows");
  const Entry& traps = all.at("slices").at("trap");
  EXPECT_GT(traps.at("no").at("accuracy").as_double(), 0.97);  // of three models, none perfect
  EXPECT_LT(traps.at("yes").at("accuracy").as_double(), 0.03);
  EXPECT_EQ(traps.at("no").at("rows").as_double() + traps.at("yes").at("rows").as_double(), 600);
  double right = 0;
  for (const Entry::Field& colour : all.at("slices").at("colour").fields())
    right += colour.value.at("rows").as_double() * colour.value.at("accuracy").as_double();
  EXPECT_NEAR(right, 600 * all.at("accuracy").as_double(), 1e-9);
}

// Each piece brings the words of its own file.
TEST_F(TaskSlices, OfRowsThatComeInPiecesAreThoseOfAllRows) {
  const Path run = train("rows.csv").folder;
  Answering answering = open_model(run);
  const Baselines baselines = load_baselines(run);
  const std::vector<std::string> columns{"trap", "colour"};
  const auto read = [&](const std::string& rows) {
    testing::put(folder / "some.csv", head + rows);
    return read_rows(answering.trained(), (folder / "some.csv").string(), true);
  };
  std::string all;
  std::vector<Dataset> pieces;
  for (const auto& [colour, rows] : test_rows.at("colour")) {
    all += rows;
    pieces.push_back(read(rows));
  }
  const auto scores = [&](Tested tested) {
    const auto options = report_options({.slices = columns}, 0, tested.rows, std::move(tested.baselines));
    return to_json(reports(tested.said, {registry<Metric>().make("accuracy")}, options).front().json);
  };
  Tested in_pieces = test_pieces(answering, baselines,
                                 [&](const auto& use) {
                                   for (const Dataset& piece : pieces) use(piece);
                                 },
                                 columns, {});
  EXPECT_EQ(in_pieces.rows.table.names(), columns) << "others need no memory";
  EXPECT_EQ(scores(std::move(in_pieces)), scores(plumb::test_rows(answering, baselines, read(all), {})));
}

// A column of so many words is no input; its groups are there all the same, also for those who come later.
TEST_F(TaskSlices, OfAColumnThatIsLeftOutStayWhenARunGoesOn) {
  const std::string more = "id: [trap]\nsplit: {column: part}\n";
  const Path whole = train("rows.csv", more, "[city]").folder;
  const Entry cities = scores_in(whole).at("slices").at("city");
  EXPECT_GT(cities.fields().size(), 40U);
  const Evaluation again = evaluate_model(whole, "");
  ASSERT_TRUE(again.reports.front().json.find("slices"));
  EXPECT_EQ(again.reports.front().json.at("slices").at("city"), cities);
  const Path stopped = train("rows.csv", more, "[city]", {.stop_after = 7}).folder;
  resume_run(stopped, {.quiet = true});
  for (const char* file : {"metrics.json", "weights.safetensors", "schema.json"})
    EXPECT_EQ(testing::content(stopped / file), testing::content(whole / file)) << file;
}

TEST_F(TaskSlices, OfColumnsThatAreNotThereAreRefusedBeforeTheRun) {
  const std::string parts = "id: [trap]\nsplit: {column: part}\n", folds = "split: {folds: 3}\n";
  for (const auto& [data, more] : {std::pair<std::string, std::string>{"rows.csv", parts},
                                   {"{train: rows.csv, stream: true}", parts},
                                   {"rows.csv", folds}}) {
    SCOPED_TRACE(data + more);
    EXPECT_EQ(refused(data, "[trap, color]", more),
              "evaluate.slices: there is no column \"color\"; did you mean \"colour\"?");
    const std::string unlike = refused(data, "[wheels]", more);
    EXPECT_NE(unlike.find("evaluate.slices: there is no column \"wheels\"; there are size, colour, trap, city"),
              std::string::npos)
        << unlike;
    EXPECT_EQ(
        refused(data, "[city]", "inputs: {city: ignore}\n" + more),
        "evaluate.slices: column \"city\" is ignored under `inputs`, so nothing of it is kept; name it under `id` "
        "instead, which the model does not see either");
  }
}

TEST_F(TaskSlices, OfImagesAreRefusedBeforeTheRun) {
  for (const char* kind : {"ant", "bee"}) {
    std::filesystem::create_directories(folder / "photos" / kind);
    for (int i = 0; i < 20; ++i)
      testing::put(folder / "photos" / kind / fmt::format("{}.pgm", i),
                   "P5 2 2 255\n" + std::string(4, static_cast<char>(i)));
  }
  testing::put(folder / "task.yaml", "data: photos\ntarget: label\nmodel: [flatten]\nevaluate: {slices: [image]}\n");
  const auto finished = testing::plumb(folder.path(), "train task.yaml --quiet");
  EXPECT_EQ(finished.code, 2);
  EXPECT_NE(finished.err.find("evaluate.slices: column \"image\" holds image, which have no groups; name a column of "
                              "words or numbers"),
            std::string::npos)
      << finished.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "runs"));
}

}  // namespace
}  // namespace plumb
