#pragma once

#include "plumb/data/split.h"
#include "plumb/deploy/export_target.h"
#include "plumb/model/architecture.h"
#include "plumb/prepare/augment.h"
#include "plumb/prepare/step.h"
#include "plumb/task/byte_size.h"
#include "plumb/task/columns_section.h"
#include "plumb/task/data_section.h"
#include "plumb/task/evaluate_section.h"
#include "plumb/task/require_section.h"
#include "plumb/train/train_options.h"

namespace plumb {

enum class Device { automatic, cpu, cuda };
constexpr auto names(Device) { return std::array{"auto", "cpu", "cuda"}; }

/// A whole task: what a task file says, word for word. A value; everything has a default but the data and the target.
///
///     data: adult.csv
///     target: income
///
/// Read with `read_task` (task/read_task.h), run with `train_task` (task/runner.h).
struct Task {
  std::string name = "task";
  uint32_t seed = 0;
  DataSection data = {};
  Split split = {};
  Inputs inputs = {};
  Targets target = {};
  std::string weight = {};
  std::vector<std::string> id = {};
  std::vector<std::string> missing = {};
  OnError on_error = OnError::refuse;
  std::vector<Step> prepare = {};
  std::vector<Augmentation> augment = {};
  Architecture model = {};
  TrainOptions train = {};
  EvaluateSection evaluate = {};
  RequireSection require = {};
  std::vector<ExportTarget> deploy = {};
  Device device = Device::automatic;
  std::optional<ByteSize> memory_limit = {};
  Deterministic deterministic = Deterministic::same_threads;

  static void describe(auto& self, auto& field) {
    field("name", self.name, "Name of the task; its runs are `runs/<name>-<number>`.");
    field("seed", self.seed, "Decides every random draw.");
    field("data", self.data, "Where the rows come from: a path, a reader with options, or train, valid and test.",
          required);
    field("split", self.split, "How the rows are divided.");
    field("inputs", self.inputs,
          "Types of columns, and which to ignore or carry as id; the rest is inferred, or with `\"*\": ignore` left "
          "out.");
    field("target", self.target, "What is predicted: a column, or several.", required);
    field("weight", self.weight, "A column that weighs rows in training and metrics.");
    field("id", self.id, "Columns carried into predictions, unseen by the model.");
    field("missing", self.missing, "Words that mean a missing cell, beside the empty one.");
    field("on_error", self.on_error, "What happens to a row that cannot be read.");
    field("prepare", self.prepare, "Steps, in order; learned on train rows only.");
    field("augment", self.augment, "Random changes of train rows: of images, of tables, of rows in pairs.");
    field("model", self.model, "The network: auto, a name, a list of layers, or branches.");
    field("train", self.train, "How the network is trained.");
    field("evaluate", self.evaluate, "Metrics of the test rows; nothing: those that fit the target.");
    field("require", self.require, "Bounds of metrics; a run that misses one is kept and exits 3.");
    field("deploy", self.deploy, "What the trained model is exported to.");
    field("device", self.device, "Where the network runs; auto: the CPU. cuda needs the libtorch plug-in.");
    field(
        "memory_limit", self.memory_limit,
        "Most memory that a run may take, e.g. 2G; rows that do not fit are streamed, and what does not fit even so is "
        "refused before it starts.");
    field("deterministic", self.deterministic, "For one number of threads, or for any.");
  }
  void check(Problems& problems) const;
};

}  // namespace plumb
