// Whole pipelines as ONNX: the official checker takes them, and ONNX Runtime says of raw rows with gaps, unseen words
// and extreme numbers what Plumbline says.
#include <gtest/gtest.h>

#include "plumb/deploy/bundle.h"
#include "plumb/deploy/check_rows.h"
#include "plumb/deploy/onnx.h"
#include "plumb/task/export_model.h"
#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "plumb/task/task_data.h"
#include "plumb/task/use_model.h"
#include "tests/support/onnx_runtime.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

void check_in_onnx_runtime(const Task& task) {
  const testing::ScratchFolder folder;
  const RunResult run = train_task(task, {.runs = folder.path(), .quiet = true});
  Answering answering = open_model(run.folder);
  const auto can_answer = [&](const Table& rows) {
    try {
      return !answering(rows).empty();
    } catch (const Error&) {
      return false;
    }
  };
  const Table raw = raw_columns(answering.trained(), read_task_data(task).train.table);
  const Table rows = check_rows(answering.trained().schema, raw, can_answer, 3, 300);
  const auto outputs =
      testing::run_in_onnx_runtime({{onnx_model(answering.trained()), onnx_inputs(answering.trained(), rows)}});
  ASSERT_EQ(outputs.size(), 1U);
  const auto answers = answering(rows);
  const Agreement agreement = compare(answers, onnx_answers(answering.trained(), outputs[0]));
  EXPECT_TRUE(agreement.within()) << agreement.target << " row " << agreement.row << ": " << agreement.a << " and "
                                  << agreement.b;
  for (const Answer& answer : answers) {
    if (!answer.target.is_class()) continue;
    const auto& labels = outputs[0].at(answer.target.name).texts;
    for (size_t row = 0; row < answer.rows(); ++row) EXPECT_EQ(labels[row], answer.target.labels[answer.best(row)]);
  }
}

std::string mixed_rows() {
  std::string rows = "age,city,member,income,left,price\n";
  for (int i = 0; i < 400; ++i) {
    const int age = 18 + (i * 37) % 60;
    rows += (i % 11 == 0 ? "" : std::to_string(age)) + "," +
            (i % 13 == 0  ? ""
             : i % 3 == 0 ? "ulm"
             : i % 3 == 1 ? "bonn"
                          : "köln") +
            "," + (i % 2 ? "true" : "false") + "," + std::to_string(1000.5 + (i * 7919) % 5000) + "," +
            (age > 45 ? "yes" : "no") + "," + std::to_string(age * 2.5 + i % 3) + "\n";
  }
  return rows;
}

TEST(Export, ATableWithTwoTargets) {
  REQUIRE_ONNX_RUNTIME();
  const testing::ScratchFolder folder;
  testing::put(folder / "mixed.csv", mixed_rows());
  testing::put(folder / "task.yaml",
               "data: mixed.csv\ntarget: {left: category, price: number}\n"
               "prepare: [{clip_outliers: {method: iqr}}, {fill_missing: {with: mean, flag: true}}, standardize]\n"
               "train: {epochs: 8}\nmodel: {mlp: [16, 8]}\n");
  check_in_onnx_runtime(read_task((folder / "task.yaml").string()));
}

TEST(Export, ATableWithImpliedStepsOnly) {
  REQUIRE_ONNX_RUNTIME();
  const testing::ScratchFolder folder;
  testing::put(folder / "mixed.csv", mixed_rows());
  testing::put(folder / "task.yaml", "data: mixed.csv\ntarget: left\ntrain: {epochs: 4}\n");
  check_in_onnx_runtime(read_task((folder / "task.yaml").string()));
}

TEST(Export, OutputsHaveTheirNamesWhateverColumnsAreCalled) {
  REQUIRE_ONNX_RUNTIME();
  const testing::ScratchFolder folder;
  std::string rows = "probabilities,Gather,labels\n";
  for (int i = 0; i < 200; ++i)
    rows += std::to_string(i % 23) + "," + std::to_string(i % 7) + (i % 23 + i % 7 > 14 ? ",yes\n" : ",no\n");
  testing::put(folder / "rows.csv", rows);
  testing::put(folder / "task.yaml", "data: rows.csv\ntarget: labels\nmodel: {mlp: [8]}\ntrain: {epochs: 2}\n");
  check_in_onnx_runtime(read_task((folder / "task.yaml").string()));
}

TEST(Export, TheDigits) {
  REQUIRE_ONNX_RUNTIME();
  check_in_onnx_runtime(read_task((testing::source_dir() / "examples/digits/task.yaml").string(), {"train.epochs=2"}));
}

TEST(Export, ACalibratedTargetWithAThresholdIsCalledTheSame) {
  REQUIRE_ONNX_RUNTIME();
  const testing::ScratchFolder folder;
  testing::put(folder / "mixed.csv", mixed_rows());
  for (const char* calibration : {"temperature", "isotonic"}) {
    testing::put(folder / "task.yaml",
                 std::string("data: mixed.csv\ntarget: left\ntrain: {epochs: 4}\nmodel: {mlp: [16, 8]}\n"
                             "evaluate: {threshold: {by: cost, false_negative: 5, false_positive: 1}, calibrate: ") +
                     calibration + "}\n");
    check_in_onnx_runtime(read_task((folder / "task.yaml").string()));
  }
}

TEST(Export, DatesAndTruthValuesOfAllKinds) {
  REQUIRE_ONNX_RUNTIME();
  const testing::ScratchFolder folder;
  std::string rows = "seen,member,kind\n";
  for (int i = 0; i < 300; ++i)
    rows += fmt::format("20{:02}-{:02}-{:02} {:02}:{:02}:00,{},{}\n", 10 + i % 12, 1 + i % 12, 1 + (i * 7) % 28, i % 24,
                        (i * 11) % 60, i % 3 ? "true" : "false", i % 12 > 5 ? "late" : "early");
  testing::put(folder / "rows.csv", rows);
  for (const char* cyclic : {"true", "false"}) {
    testing::put(folder / "task.yaml",
                 fmt::format("data: rows.csv\ntarget: kind\nmodel: {{mlp: [8]}}\ntrain: {{epochs: 3}}\n"
                             "prepare: [{{date_parts: {{columns: [seen], parts: [year, quarter, month, day, weekday, "
                             "day_of_year, hour, minute, days], cyclic: {}}}}}, {{fill_missing: {{flag: true}}}}]\n",
                             cyclic));
    check_in_onnx_runtime(read_task((folder / "task.yaml").string()));
  }
}

TEST(Export, OfABundleIsTriedWithAsManyRowsAsOfARun) {
  const testing::ScratchFolder folder;
  testing::put(folder / "mixed.csv", mixed_rows());
  testing::put(folder / "task.yaml", "name: t\ndata: mixed.csv\ntarget: left\ntrain: {epochs: 1}\n");
  const RunResult run = train_task(read_task((folder / "task.yaml").string()), {.runs = folder.path(), .quiet = true});
  const ExportTarget bundle = registry<ExportTarget>().make("bundle"), onnx = registry<ExportTarget>().make("onnx");
  const Path file = export_model(run.folder, bundle, {}).file;
  EXPECT_EQ(read_bundle(file).golden.rows.rows(), 5);
  const ExportResult exported = export_model(file, onnx, {.output = folder / "t.onnx"});
  EXPECT_EQ(exported.facts.at("rows").as_double(), 1000);
  EXPECT_NE(exported.text.find("1000 rows, with gaps"), std::string::npos) << exported.text;
  EXPECT_EQ(exported.text.find('\n'), std::string::npos) << "nothing is to be done to a table";
  export_model(file, bundle, {.output = folder / "again.plumb"});
  EXPECT_EQ(read_bundle(folder / "again.plumb").golden.rows.rows(), 5);
}

TEST(Export, SaysWhichStepsAPictureGoesThroughBeforeTheGraph) {
  const testing::ScratchFolder folder;
  for (const char* kind : {"ant", "bee"}) {
    std::filesystem::create_directories(folder / "photos" / kind);
    for (int i = 0; i < 8; ++i) {
      std::string pixels = "P6 6 7 255\n";
      for (int k = 0; k < 6 * 7 * 3; ++k) pixels += static_cast<char>((i * 37 + k * (*kind == 'a' ? 11 : 13)) % 251);
      testing::put(folder / "photos" / kind / fmt::format("{}.ppm", i), pixels);
    }
  }
  testing::put(
      folder / "task.yaml",
      "name: t\ndata: photos\ntarget: label\nmodel: [flatten]\ntrain: {epochs: 1}\n"
      "prepare: [{to_grayscale: {channels: 3}}, {crop_or_pad: {height: 9, fill_value: 7}}, {resize: {height: 4, "
      "width: 5}}, {decode_image: {channels: grey}}]\n");
  const RunResult run = train_task(read_task((folder / "task.yaml").string()), {.runs = folder.path(), .quiet = true});
  const ExportResult exported = export_model(run.folder, registry<ExportTarget>().make("onnx"));
  EXPECT_NE(
      exported.text.find("\nimage: a picture is fed as its pixels, after to_grayscale: {channels: 3}, crop_or_pad: "
                         "{height: 9, width: 6, fill_value: 7}, resize: {height: 4, width: 5}, decode_image: "
                         "{channels: grey}"),
      std::string::npos)
      << exported.text;

  // The metadata are enough to make of a picture what the graph takes.
  const std::string said = onnx::read(read_file(exported.file), "t.onnx").metadata.at("images.image");
  EXPECT_TRUE(said.starts_with(R"([{"to_grayscale": {"channels": 3}}, {"crop_or_pad": {"height": 9, "width": 6, )"))
      << said;
  const Entry listed = parse_json(said, "metadata");
  std::vector<Step> steps;
  for (const Entry& step : listed.items()) steps.push_back(registry<Step>().make(step));
  const Answering answering = open_model(run.folder);
  const Table raw =
      raw_columns(answering.trained(), read_task_data(read_task((folder / "task.yaml").string())).train.table);
  const Column pictures = Pipeline(steps).fit(raw, {}).rows.at("image");
  const onnx::Tensor fed = onnx_inputs(answering.trained(), raw).at("image");
  EXPECT_EQ(fed.shape, (Shape{raw.rows(), 4, 5, 1}));
  std::vector<int64_t> pixels;
  for (int64_t row = 0; row < pictures.size(); ++row)
    pixels.insert(pixels.end(), pictures.image(row).bytes.begin(), pictures.image(row).bytes.end());
  EXPECT_EQ(std::vector<int64_t>(fed.ints.begin(), fed.ints.end()), pixels);
}

/// A model of the mixed rows, and the rows as it takes them.
class RefusedExport : public ::testing::Test {
 protected:
  RefusedExport() : answering(trained_model()) {
    rows = raw_columns(answering.trained(), read_csv((folder / "mixed.csv").string(), {}).table);
  }
  Answering trained_model() const {
    testing::put(folder / "mixed.csv", mixed_rows());
    testing::put(folder / "task.yaml", "data: mixed.csv\ntarget: left\ntrain: {epochs: 1}\n");
    return open_model(
        train_task(read_task((folder / "task.yaml").string()), {.runs = folder.path(), .quiet = true}).folder);
  }

  const testing::ScratchFolder folder;
  Answering answering;
  Table rows;
};

TEST_F(RefusedExport, WhatIsCalledOtherwiseIsNotWritten) {
  const auto stricter = [&](const Table& raw) {
    auto answers = answering(raw);
    answers[0].threshold = 1;  // the same probabilities, and never the second class
    return answers;
  };
  try {
    export_onnx(answering.trained(), rows, stricter, folder / "wrong.onnx");
    FAIL() << "a graph that calls rows otherwise was kept";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("is called otherwise: left is"), std::string::npos) << error.what();
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "wrong.onnx"));
}

TEST_F(RefusedExport, WhatDisagreesIsNotWritten) {
  const auto wrong = [&](const Table& raw) {
    auto answers = answering(raw);
    answers[0].values[7] += 0.01;
    return answers;
  };
  EXPECT_THROW(export_onnx(answering.trained(), rows, wrong, folder / "wrong.onnx"), Error);
  EXPECT_FALSE(std::filesystem::exists(folder / "wrong.onnx"));
}

}  // namespace
}  // namespace plumb
