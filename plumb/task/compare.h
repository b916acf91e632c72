#pragma once

#include "plumb/core/files.h"
#include "plumb/evaluate/paired.h"

namespace plumb {

/// Two runs side by side: what differs in their tasks, their rows and their scores, and whether the scores differ by
/// more than luck.
///
///     std::cout << compare_runs("runs/adult-1", "runs/adult-2").text();
///
/// Reads only what the run folders keep: task.yaml, data.json, metrics.json, predictions.safetensors. Where both scored
/// the same rows, each metric of both is tested on pairs (evaluate/paired.h); where not, their scores stand beside each
/// other.
struct Comparison {
  struct Difference {
    std::string path = {};       // "train.optimizer.adam.learning_rate"
    std::string a = {}, b = {};  // "-" where one has none
  };
  struct Score {
    std::string target = {}, metric = {};
    PairedDifference test = {};
    bool tested = false;
  };
  std::string a = {}, b = {};
  std::vector<Difference> task = {}, data = {};
  bool same_rows = false;  // scored the same rows
  std::vector<Score> scores = {};
  std::vector<std::pair<std::string, McNemar>> calls = {};  // of each target of classes

  Entry entry() const;
  std::string text() const;
};
Comparison compare_runs(const Path& a, const Path& b, const Bootstrap& bootstrap = {});

/// Where two trees differ, leaf by leaf; lists of components are told apart by place.
std::vector<Comparison::Difference> differences(const Entry& a, const Entry& b);

}  // namespace plumb
