// Task files, JSON, CSV and JSON lines, changed at random.
#include "plumb/core/entry.h"
#include "plumb/data/csv.h"
#include "plumb/data/jsonl.h"
#include "plumb/prepare/formula.h"
#include "plumb/task/read_task.h"
#include "plumb/task/yaml_reader.h"
#include "tests/fuzz/mutations.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

using testing::fuzz;
using testing::ScratchFolder;

std::vector<std::string> task_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(testing::source_dir() / "examples"))
    if (entry.path().extension() == ".yaml") files.push_back(testing::content(entry.path()));
  return files;
}

TEST(FuzzYaml, AnyText) {
  auto seeds = task_files();
  seeds.emplace_back("a: &x {b: [1, 2.5, 'q''q', \"e\\n\"]}\nc: *x\nd:\n  <<: *x\n  e: |\n    text\n    more\n");
  fuzz(seeds, 3000, [](const std::string& text) {
    Problems problems;
    read_yaml(text, "fuzz.yaml", problems);
  });
}

TEST(FuzzTask, AnyTaskFile) {
  const ScratchFolder folder;
  testing::put(folder / "data.csv", "size,colour,kind\n1,red,big\n2,blue,small\n");
  fuzz({"data: data.csv\ntarget: kind\n",
        "name: a\nseed: 3\ndata: {csv: {path: data.csv, separator: ','}}\ntarget: kind\nsplit: {valid: 0.2, folds: 3}\n"
        "prepare:\n  - fill_missing: {columns: [size], with: median}\n  - one_hot: {columns: [colour]}\nmodel: "
        "[{dense: 8}, {activation: relu}, "
        "{dropout: 0.2}]\ntrain: {optimizer: {adam: {learning_rate: 0.02}}, epochs: 2, checkpoint: {every: 10 min}}\n"
        "evaluate: {metrics: [accuracy, auc]}\ndeploy: [bundle, onnx]\n"},
       2000, [&](const std::string& text) {
         Problems problems;
         read_task_text(text, "task.yaml", folder.path(), {}, problems);
         problems.raise();
       });
}

TEST(FuzzFormula, AnyText) {
  Table rows;
  for (const char* name : {"a", "b", "living area"}) rows.set(name, Column::numbers({1, 0, NAN}));
  std::string deep(90, '(');
  deep.append("a").append(90, ')');
  fuzz({"a / (b - 1.5e-3) * log(\"living area\" + 1)", "-a - -b + sqrt(abs(a * 2)) / exp(b)", deep}, 5000,
       [&](const std::string& text) {
         const Formula formula(text);
         for (const auto& column : formula.columns())
           if (!rows.has(column)) return;
         ASSERT_EQ(formula(rows).size(), 3U);
       });
}

TEST(FuzzJson, AnyText) {
  fuzz(
      {R"({"version": 1, "steps": [{"step": {"fill": {"with": "median"}}, "state": {"x": -1.5e-7, "y": [true, null]}}]})",
       R"([[], {}, "\u00e9\n\"", 0, -0.0, 123456789012345678901234567890])",
       std::string(150, '[') + std::string(150, ']')},
      5000, [](const std::string& text) { to_json(parse_json(text, "fuzz.json")); });
}

TEST(FuzzCsv, AnyTable) {
  const ScratchFolder folder;
  const std::string file = (folder / "fuzz.csv").string();
  fuzz({"age,city,when\n38,ulm,2024-01-02\n,\"new, \"\"york\"\"\",2023-05-06\n1e3,,\n", "a;b\n1,5;x\n2,5;y\n\n3;z\n",
        "\xEF\xBB\xBF"
        "x\ty\n1\t2\n3\t4\n",
        std::string("\xFF\xFE"
                    "a\0,\0b\0\n\0"
                    "1\0,\0"
                    "2\0\n\0",
                    18)},
       2000, [&](const std::string& text) {
         testing::put(file, text);
         for (const OnError on_error : {OnError::refuse, OnError::skip})
           Csv{.path = {{file}}}.read({.on_error = on_error});
       });
}

TEST(FuzzJsonl, AnyLines) {
  const ScratchFolder folder;
  const std::string file = (folder / "fuzz.jsonl").string();
  fuzz({"{\"age\": 38, \"city\": \"ulm\"}\n{\"age\": null, \"new\": true}\n{}\n"}, 2000, [&](const std::string& text) {
    testing::put(file, text);
    Jsonl{.path = {{file}}}.read({});
  });
}

}  // namespace
}  // namespace plumb
