#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "plumb/core/entry.h"
#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "tests/support/program.h"

/// A task of well under a second that has something of everything a run must not lose: dropout, batch statistics, a
/// schedule and callbacks with a memory, files of callbacks, exports.
namespace plumb::testing {

inline void put_small_task(const ScratchFolder& folder, const std::string& every, int epochs, int folds) {
  std::string rows = "size,colour,kind\n";
  for (int i = 0; i < 110; ++i)
    rows += std::to_string((i * 7) % 23) + (i % 3 ? ",red," : ",blue,") +
            ((i * 7) % 23 + (i % 3) > 12 ? "big\n" : "small\n");
  put(folder / "data.csv", rows);
  std::string task = "name: small\nseed: 3\ndata: data.csv\ntarget: kind\n";
  if (folds > 0) task += "split: {valid: 0.2, folds: " + std::to_string(folds) + "}\n";
  task +=
      "model: [{dense: {units: 8, activation: relu}}, batch_normalization, {dropout: 0.2}, {dense: {units: 8, "
      "activation: "
      "relu}}]\n"
      "train:\n"
      "  optimizer: {adam: {learning_rate: 0.02}}\n"
      "  schedule: {on_plateau: {factor: 0.5, patience: 0}}\n"
      "  epochs: " +
      std::to_string(epochs) +
      "\n"
      "  batch_size: 16\n"
      "  checkpoint: {every: " +
      every +
      ", keep: 2}\n"
      "  callbacks: [{early_stopping: {patience: 50}}, csv_logger, model_checkpoint, tensorboard]\n"
      "deploy: [bundle, onnx]\n";
  put(folder / "task.yaml", task);
}

inline std::string replaced(std::string text, const std::string& old, const std::string& by) {
  for (size_t at = 0; (at = text.find(old, at)) != std::string::npos; at += by.size()) text.replace(at, old.size(), by);
  return text;
}

inline void change_task(const ScratchFolder& folder, const std::string& old, const std::string& by) {
  const std::string text = content(folder / "task.yaml");
  ASSERT_NE(text.find(old), std::string::npos) << old;
  put(folder / "task.yaml", replaced(text, old, by));
}

/// What a finished run says, without what no two runs share: times and its place. File names of TensorBoard hold a
/// time, too.
inline std::map<std::string, std::string> result_of(const std::filesystem::path& run) {
  std::map<std::string, std::string> files;
  for (auto& [path, text] : snapshot(run)) {
    const std::filesystem::path file = std::filesystem::path(path).lexically_relative(run);
    if (file == "log.jsonl") {
      std::string lines;
      for (size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
        Entry line = parse_json(text.substr(at, text.find('\n', at) - at), "log");
        line.erase("seconds");
        lines += to_json(line, -1) + '\n';
      }
      files[file] = lines;
    } else if (file == "history.csv") {
      files[file] = std::to_string(std::count(text.begin(), text.end(), '\n')) + " lines";
    } else if (file.parent_path() == "tensorboard") {
      files["tensorboard"] = std::to_string(text.size()) + " bytes";
    } else {
      files[file] = replaced(text, run.string(), "RUN");
    }
  }
  return files;
}

/// The same files with the same bytes, and nothing beside them.
inline void expect_same(const std::map<std::string, std::string>& expected,
                        const std::map<std::string, std::string>& got) {
  for (const auto& [file, text] : expected) {
    ASSERT_TRUE(got.contains(file)) << file << " is missing";
    EXPECT_EQ(got.at(file), text) << file << " differs";
  }
  for (const auto& [file, text] : got) EXPECT_TRUE(expected.contains(file)) << file << " is left over";
}

}  // namespace plumb::testing
