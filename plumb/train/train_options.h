#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plumb/core/or_auto.h"
#include "plumb/engine/executor.h"
#include "plumb/train/callback.h"
#include "plumb/train/checkpoint_options.h"
#include "plumb/train/loss.h"
#include "plumb/train/optimizer.h"
#include "plumb/train/schedule.h"

namespace plumb {

/// How much the rows of each class count: `none`, `balanced` (all classes count the same in sum), or a number a class.
///
///     class_weights: balanced        class_weights: {yes: 5, no: 1}
struct ClassWeights {
  bool balanced = false;
  std::map<std::string, double> by_label = {};  // classes that are not named count 1
  /// Of a target: `balanced`, where the rows were counted before.
  std::map<std::string, std::vector<double>> by_code = {};
  bool empty() const { return !balanced && by_label.empty() && by_code.empty(); }
};

template <>
struct Form<ClassWeights> {
  static std::optional<ClassWeights> read(const Entry& entry, Problems& problems);
  static Entry write(const ClassWeights& value);
  static Entry schema();
  static std::string words() { return "none, balanced, or a number for each class"; }
};

/// Weights to begin with, and what of them.
///
///     from: runs/base-1                                       # a run, a bundle, a .safetensors file
///     from: {path: resnet.safetensors, names: {fc: dense}, layers: [conv2d, conv2d_1]}
struct WeightSource {
  std::string path = {};
  std::map<std::string, std::string> names = {};
  std::vector<std::string> layers = {};

  static constexpr auto shorthand = "path";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "A run, a bundle, or a .safetensors file.", required);
    field("names", self.names, "Layers or weights as the file names them, each with the name that it has here.");
    field("layers", self.layers, "The layers that begin so, by their names here; nothing: all of them.");
  }
};

/// Which rows a batch gets: each row once an epoch, or, `balanced`, as many of each class of the first target, those of
/// small classes more than once.
enum class BatchOrder { shuffled, balanced };
constexpr auto names(BatchOrder) { return std::array{"shuffled", "balanced"}; }

/// Whether the same training gives the same bits with any number of threads, or for one number of threads only.
enum class Deterministic { same_threads, any_threads };
constexpr auto names(Deterministic) { return std::array{"same_threads", "any_threads"}; }

/// What stands under `train` in a task file.
struct TrainOptions {
  TrainOptions();  // adam, a constant rate
  Optimizer optimizer;
  Schedule schedule;
  OrAuto<Loss> loss = {};
  std::map<std::string, Loss> losses = {};
  std::map<std::string, double> loss_weights = {};
  int64_t epochs = 10;
  int64_t batch_size = 32;
  OrAuto<Precision> precision = Precision::fp32;
  std::optional<double> clip_norm = {};
  std::optional<double> clip_value = {};
  int64_t accumulate = 1;
  ClassWeights class_weights = {};
  std::vector<Callback> callbacks = {};
  CheckpointOptions checkpoint = {};
  OnNan on_nan = OnNan::stop;
  std::optional<WeightSource> from = {};
  BatchOrder batches = BatchOrder::shuffled;

  /// Names of the options that the user said, so that a network's own defaults leave them alone; who fills the struct
  /// in C++ need not say them: what differs from the defaults above counts as said.
  std::vector<std::string> said = {};

  /// The loss that was chosen for a target, or null: the one that fits it.
  const Loss* loss_of(const std::string& target) const {
    const auto own = losses.find(target);
    return own != losses.end() ? &own->second : loss.chosen ? &*loss.chosen : nullptr;
  }

  static void describe(auto& self, auto& field) {
    field("optimizer", self.optimizer, "How gradients change the weights.");
    field("schedule", self.schedule, "The learning rate of each step.");
    field("loss", self.loss, "What is made small; auto: cross-entropy for classes, mean squared error for numbers.");
    field("losses", self.losses, "A loss for each of several targets, where `loss` does not fit all.");
    field("loss_weights", self.loss_weights, "How much the loss of each of several targets counts; 1 where not said.");
    field("epochs", self.epochs, "Passes over the train rows.", at_least(1));
    field("batch_size", self.batch_size, "Rows a step.", at_least(1));
    field("precision", self.precision,
          "Precision of products and convolutions; auto: bf16 where it is measured to be faster here.");
    field("clip_norm", self.clip_norm, "Longest gradient, over all weights together.", above(0));
    field("clip_value", self.clip_value, "Largest element of the gradient.", above(0));
    field("accumulate", self.accumulate, "Batches whose gradients are summed for one update.", at_least(1));
    field("class_weights", self.class_weights, "How much the rows of each class count.");
    field("callbacks", self.callbacks, "Who watches: early_stopping, model_checkpoint, csv_logger, tensorboard, …");
    field("checkpoint", self.checkpoint, "When the training is saved so that it can go on, and how often.");
    field("on_nan", self.on_nan,
          "What happens when the loss is no number or explodes: stop says where and keeps the last good weights.");
    field("from", self.from, "Weights to start from: a run, a bundle, a .safetensors file.");
    field("batches", self.batches, "Which rows a batch gets: each once an epoch, or as many of each class.");
  }
};

}  // namespace plumb
