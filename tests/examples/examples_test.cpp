// The tasks of examples/ as a user runs them: trained, scored, and their ONNX graphs held against `plumb predict` in
// ONNX Runtime, raw rows in.
#include <gtest/gtest.h>

#include <set>

#include "plumb/core/entry.h"
#include "plumb/core/files.h"
#include "plumb/task/yaml_reader.h"
#include "tests/support/data_sets.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

struct Example {
  std::string name, metric, data;  // data: the folder of its data set
  std::string settings;            // --set of a form that is short enough for each test run
  double low = -1e300, high = 1e300;
  double most_parameters = 1e300;
};

std::vector<Example> examples() {
  std::vector<Example> all;
  const std::string file = (testing::source_dir() / "tests/examples/scores.yaml").string();
  Problems problems;
  const Entry table = read_yaml(read_file(file), file, problems);
  problems.raise();
  for (const Entry& line : table.items()) {
    Example one{.name = line.at("example").word(), .metric = line.at("metric").word()};
    const Entry* data = line.find("data");
    one.data = data ? data->word() : one.name;
    if (const Entry* set = line.find("set"))
      for (const Entry& setting : set->items()) one.settings += " --set '" + setting.word() + "'";
    if (const Entry* low = line.find("at_least")) one.low = low->as_double();
    if (const Entry* high = line.find("at_most")) one.high = high->as_double();
    if (const Entry* most = line.find("most_parameters")) one.most_parameters = most->as_double();
    all.push_back(one);
  }
  return all;
}

/// The score of the one target: as it is, or the mean of the folds.
double score_in(const Entry& metrics, const std::string& metric) {
  const Entry& score = metrics.at("targets").fields().front().value.at("scores").at(metric);
  return score.is_map() ? score.at("mean").as_double() : score.as_double();
}

class Examples : public ::testing::TestWithParam<Example> {};

TEST_P(Examples, ReachTheirScoresAndExport) {
  const Example& example = GetParam();
  if (example.name != "digits") REQUIRE_DATA_SET(example.data);
  const testing::ScratchFolder folder;
  const std::string task = (testing::source_dir() / "examples" / example.name / "task.yaml").string();
  const auto run = [&](const std::string& words) { return testing::plumb(folder.path(), words); };
  const auto trained = run("train '" + task + "' --json --quiet" + example.settings);
  ASSERT_EQ(trained.code, 0) << trained.err;
  const Entry result = parse_json(trained.out, "train");
  const double score = score_in(result.at("metrics"), example.metric);
  RecordProperty(example.metric, std::to_string(score));
  EXPECT_GE(score, example.low);
  EXPECT_LE(score, example.high);

  const auto summary = run("summary '" + result.at("run").word() + "' --json");
  ASSERT_EQ(summary.code, 0) << summary.err;
  EXPECT_LE(parse_json(summary.out, "summary").at("parameters").as_double(), example.most_parameters);

  const auto exported = run("export '" + result.at("run").word() + "' --to onnx --json");
  ASSERT_EQ(exported.code, 0) << exported.err;
  EXPECT_LE(parse_json(exported.out, "export").at("share_of_tolerance").as_double(), 1);
}

INSTANTIATE_TEST_SUITE_P(Tasks, Examples, ::testing::ValuesIn(examples()),
                         [](const auto& one) { return one.param.name; });

TEST(ExampleFolders, HaveARowEach) {
  std::set<std::string> folders, rows;
  for (const auto& item : std::filesystem::directory_iterator(testing::source_dir() / "examples"))
    folders.insert(item.path().filename().string());
  for (const Example& example : examples()) rows.insert(example.name);
  EXPECT_EQ(rows, folders);
}

// Tables whose cells ONNX Runtime gets as they are: words, numbers and gaps.
TEST(ExportedTable, AnswersInOnnxRuntimeAsPredictDoes) {
  if (testing::python().empty()) {
    if (testing::is_ci()) GTEST_FAIL() << "CI needs PLUMB_PYTHON, a Python with onnxruntime";
    GTEST_SKIP() << "needs PLUMB_PYTHON, a Python with onnx and onnxruntime; ./dev test brings one";
  }
  REQUIRE_DATA_SET("titanic");
  const testing::ScratchFolder folder;
  const auto run = [&](const std::string& commands) {
    const auto done = testing::shell(folder.path(), commands);
    EXPECT_EQ(done.code, 0) << commands << "\n" << done.err;
    return done;
  };
  const std::string plumb = testing::program();
  const std::string task = "'" + (testing::source_dir() / "examples/titanic/task.yaml").string() + "'";
  run(plumb + " train " + task + " --quiet --set split.folds=0 --set train.epochs=5");
  run(plumb + " export runs/titanic-1 --to onnx --quiet");
  run(plumb + " predict runs/titanic-1 \"$PLUMB_DATA/titanic/test.csv\" -o answers.csv");
  const std::string script = "'" + (testing::source_dir() / "tests/examples/compare_onnx.py").string() + "'";
  const auto compared = run("'" + testing::python().string() + "' " + script +
                            " runs/titanic-1/titanic.onnx \"$PLUMB_DATA/titanic/test.csv\" answers.csv Survived");
  EXPECT_NE(compared.out.find("418 rows agree"), std::string::npos) << compared.out << compared.err;
}

}  // namespace
}  // namespace plumb
