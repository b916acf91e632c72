// The program as a user meets it: exit codes, messages, JSON, pipes.
#include <gtest/gtest.h>

#include <sstream>

#include "plumb/core/entry.h"
#include "plumb/core/suggest.h"
#include "plumb/data/source.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

using testing::plumb;
using testing::ScratchFolder;

class Cli : public ::testing::Test {
 protected:
  ScratchFolder folder;
  testing::Finished run(const std::string& words) { return testing::plumb(folder.path(), words); }
  void put_task(const std::string& more = "") {
    std::string rows = "size,colour,kind\n";
    for (int i = 0; i < 60; ++i)
      rows += std::to_string(i % 10) + (i % 2 ? ",red," : ",blue,") + (i % 10 > 4 ? "big" : "small") + "\n";
    testing::put(folder / "data.csv", rows);
    testing::put(folder / "task.yaml", "name: kinds\ndata: data.csv\ntarget: kind\nid: [size]\n" + more);
  }
};

/// Those that `plumb --help` lists, "  train         Trains, …".
std::vector<std::string> commands_in(const std::string& help) {
  std::vector<std::string> names;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("  ") && line.size() > 2 && std::islower(static_cast<unsigned char>(line[2])))
      if (const std::string name = line.substr(2, line.find(' ', 2) - 2); name != "plumb") names.push_back(name);
  return names;
}

TEST_F(Cli, EveryCommandHasAnExampleAndRefusesWhatItDoesNotKnow) {
  const auto all = run("--help");
  EXPECT_EQ(all.code, 0);
  const std::vector<std::string> names = commands_in(all.out);
  EXPECT_TRUE(contains_word(names, "train") && contains_word(names, "version")) << all.out;
  for (const std::string& command : names) {
    const auto one = run(command + " --help");
    EXPECT_EQ(one.code, 0) << command;
    EXPECT_NE(one.out.find("Example:"), std::string::npos) << command;
    const auto wrong = run(command + " --no-such-option");
    EXPECT_EQ(wrong.code, 2) << command;
    EXPECT_EQ(wrong.out, "") << command;
    EXPECT_EQ(wrong.err,
              "plumb " + command + ": unknown option --no-such-option; see `plumb " + command + " --help`\n");
  }
}

TEST_F(Cli, MistakesOfTheCommandLineAreAnswered) {
  const std::pair<const char*, const char*> cases[] = {
      {"trian task.yaml", "unknown command \"trian\"; did you mean \"train\"?"},
      {"check", "task is missing"},
      {"check task.yaml --josn", "unknown option --josn; did you mean \"--json\"?"},
      {"check one.yaml two.yaml", "\"two.yaml\" is one argument too many"},
      {"train task.yaml --threads many", "threads: needs a whole number, got \"many\""},
      {"train task.yaml --threads -3", "must be at least 0"},
      {"check nothing.yaml", "nothing.yaml"},
      {"evaluate runs/nothing-1", "runs/nothing-1 is not there"},
      {"completion tcsh", "\"tcsh\" is not one of bash, zsh, fish"},
      {"version extra", "takes no arguments"},
  };
  for (const auto& [words, message] : cases) {
    const auto finished = run(words);
    EXPECT_EQ(finished.code, 2) << words;
    EXPECT_EQ(finished.out, "") << words;
    EXPECT_NE(finished.err.find(message), std::string::npos) << words << " says: " << finished.err;
  }
  EXPECT_EQ(run("").code, 2);
}

TEST_F(Cli, CheckSaysEveryMistakeAsJson) {
  put_task("seed: x\ntrain: {epochs: 0}\n");
  const auto finished = run("check task.yaml --json");
  EXPECT_EQ(finished.code, 2);
  const Entry json = parse_json(finished.out, "check");
  ASSERT_EQ(json.at("problems").items().size(), 2U) << finished.out;
  EXPECT_EQ(json.at("problems").items()[0].at("path").word(), "seed");
  EXPECT_EQ(json.at("problems").items()[0].at("line").as_double(), 5);
  put_task();
  EXPECT_EQ(run("check task.yaml").code, 0);
}

TEST_F(Cli, WhatIsRenderedReadsToTheSameTask) {
  put_task("prepare: [{fill_missing: {with: median}}, standardize]\nmodel: [{dense: 8}, {dropout: 0.1}]\n");
  const auto once = run("render task.yaml");
  ASSERT_EQ(once.code, 0) << once.err;
  testing::put(folder / "full.yaml", once.out);
  const auto twice = run("render full.yaml");
  EXPECT_EQ(twice.code, 0) << twice.err;
  EXPECT_EQ(once.out, twice.out);
  EXPECT_NE(once.out.find("batch_size: 32"), std::string::npos) << once.out;
}

TEST_F(Cli, SettingsOverrideTheFile) {
  put_task("train: {epochs: 3, optimizer: adam}\n");
  const auto finished = run("render task.yaml --set train.epochs=7 --set train.optimizer.adam.learning_rate=0.5");
  ASSERT_EQ(finished.code, 0) << finished.err;
  EXPECT_NE(finished.out.find("epochs: 7"), std::string::npos);
  EXPECT_NE(finished.out.find("learning_rate: 0.5"), std::string::npos);
  const auto wrong = run("check task.yaml --set train.epochz=7");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("epochs"), std::string::npos) << wrong.err;
}

TEST_F(Cli, TheSchemaIsJsonAndNamesTheComponents) {
  const Entry schema = parse_json(run("schema").out, "schema");
  EXPECT_EQ(schema.at("$schema").word(), "https://json-schema.org/draft/2020-12/schema");
  for (const char* section : {"data", "target", "prepare", "model", "train", "evaluate"})
    EXPECT_NE(schema.at("properties").find(section), nullptr) << section;
  for (const char* sort : {"layer", "step", "metric", "optimizer", "reader"})
    EXPECT_NE(schema.at("$defs").find(sort), nullptr) << sort;
}

TEST_F(Cli, TrainsEvaluatesPredictsExports) {
  put_task(
      "train: {epochs: 40, optimizer: {adam: {learning_rate: 0.02}}}\nmodel: [{dense: {units: 8, activation: "
      "relu}}]\n");
  const auto trained = run("train task.yaml --json");
  ASSERT_EQ(trained.code, 0) << trained.err;
  const Entry result = parse_json(trained.out, "train");
  EXPECT_EQ(result.at("run").word(), "runs/kinds-1");
  for (const char* file :
       {"task.yaml", "schema.json", "prepare.json", "network.json", "weights.safetensors", "metrics.json", "log.jsonl"})
    EXPECT_TRUE(std::filesystem::exists(folder / "runs/kinds-1" / file)) << file;

  const auto scores = run("evaluate runs/kinds-1 --json");
  ASSERT_EQ(scores.code, 0) << scores.err;
  EXPECT_EQ(to_json(parse_json(scores.out, "evaluate")), to_json(result.at("metrics")));
  EXPECT_NE(run("evaluate runs/kinds-1").out.find("precision"), std::string::npos);
  const std::string drawn = run("evaluate runs/kinds-1 --plots").out;
  for (const char* title : {"Loss by epoch", "ROC of kind", "true \\ called"})
    EXPECT_NE(drawn.find(title), std::string::npos) << title << drawn;

  // Rows keep their number and order, through a file and through a pipe.
  testing::put(folder / "new.csv", "colour,size\nred,9\nblue,\ngreen,1\n");
  const auto answered = run("predict runs/kinds-1 new.csv");
  ASSERT_EQ(answered.code, 0) << answered.err;
  EXPECT_EQ(answered.out.substr(0, answered.out.find('\n')), "size,kind,probability_big,probability_small");
  EXPECT_EQ(std::count(answered.out.begin(), answered.out.end(), '\n'), 4);
  EXPECT_EQ(run("predict runs/kinds-1 < new.csv").out, answered.out);
  testing::put(folder / "new.jsonl",
               "{\"colour\": \"red\", \"size\": 9}\n{\"colour\": \"blue\"}\n{\"colour\": \"green\", \"size\": 1}\n");
  EXPECT_EQ(run("predict runs/kinds-1 < new.jsonl").out, answered.out);
  EXPECT_EQ(run("predict runs/kinds-1 new.csv -o out.jsonl").code, 0);
  const std::string lines = testing::content(folder / "out.jsonl");
  EXPECT_EQ(parse_json(lines.substr(0, lines.find('\n')), "line").at("size").word(), "9");

  EXPECT_EQ(run("predict runs/kinds-1 new.csv -o out.feather").code, 0);
  const Table typed = source_of((folder / "out.feather").string()).read({}).table;
  EXPECT_EQ(join(typed.names(), ","), answered.out.substr(0, answered.out.find('\n')));
  EXPECT_TRUE(typed.at("size").missing(1));
  EXPECT_NEAR(typed.at("probability_big").number(2) + typed.at("probability_small").number(2), 1, 1e-6);

  const auto exported = run("export runs/kinds-1 --to onnx --json");
  ASSERT_EQ(exported.code, 0) << exported.err;
  EXPECT_TRUE(std::filesystem::exists(folder / "runs/kinds-1/kinds.onnx"));
  EXPECT_LE(parse_json(exported.out, "export").at("largest_difference").as_double(), 1e-4);

  ASSERT_EQ(run("export runs/kinds-1 --to bundle -o kinds.plumb").code, 0);
  EXPECT_EQ(run("predict kinds.plumb new.csv").out, answered.out);
  EXPECT_NE(run("runs").out.find("kinds-1"), std::string::npos);
  EXPECT_NE(run("summary runs/kinds-1").out.find("dense"), std::string::npos);
}

TEST_F(Cli, AChangedBundleIsRefused) {
  put_task("train: {epochs: 2}\n");
  ASSERT_EQ(run("train task.yaml").code, 0);
  ASSERT_EQ(run("export runs/kinds-1 --to bundle -o kinds.plumb").code, 0);
  std::string bytes = testing::content(folder / "kinds.plumb");
  for (size_t at = bytes.size() - 64; at < bytes.size(); ++at) bytes[at] = static_cast<char>(bytes[at] ^ 0x30);
  testing::put(folder / "kinds.plumb", bytes);
  const auto finished = run("predict kinds.plumb data.csv");
  EXPECT_EQ(finished.code, 2) << finished.err;
  EXPECT_NE(finished.err.find("golden rows"), std::string::npos) << finished.err;
  testing::put(folder / "kinds.plumb", "no bundle at all");
  EXPECT_EQ(run("predict kinds.plumb data.csv").code, 2);
}

TEST_F(Cli, InitWritesATaskThatTrains) {
  put_task();
  ASSERT_EQ(run("init data.csv --target kind --output new.yaml").code, 0);
  EXPECT_EQ(run("init data.csv --target kind --output new.yaml").code, 2) << "writes over nothing unasked";
  const auto checked = run("check new.yaml");
  EXPECT_EQ(checked.code, 0) << checked.err << testing::content(folder / "new.yaml");
  const auto trained = run("train new.yaml --set train.epochs=2");
  EXPECT_EQ(trained.code, 0) << trained.err;
}

}  // namespace
}  // namespace plumb
