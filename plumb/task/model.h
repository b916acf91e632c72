#pragma once

#include <iosfwd>

#include "plumb/task/answering.h"
#include "plumb/task/baselines.h"
#include "plumb/task/fit.h"

namespace plumb {

/// How a model is trained, as Keras's `compile` says it.
struct CompileOptions {
  Optimizer optimizer = TrainOptions().optimizer;
  OrAuto<Loss> loss = {};
  std::vector<Metric> metrics = {};
  std::map<std::string, Loss> losses = {};  // of several targets
  std::map<std::string, double> loss_weights = {};
};

/// What one `fit` is told: the words of `train` in a task file that `compile` was not told, with their defaults, and
/// what a task file says elsewhere.
struct FitOptions {
  int64_t epochs = TrainOptions().epochs;
  int64_t batch_size = TrainOptions().batch_size;
  Dataset valid = {};  // rows that choose when to stop
  std::vector<Callback> callbacks = {};
  std::vector<Augmentation> augment = {};
  Schedule schedule = TrainOptions().schedule;
  CalibrateBy calibrate = CalibrateBy::none;       // as `evaluate.calibrate`: learned from the valid rows
  Threshold threshold = {};                        // as `evaluate.threshold`
  BaselineKind baseline = BaselineKind::constant;  // automatic: a linear model, too
  ClassWeights class_weights = {};
  BatchOrder batches = TrainOptions().batches;
  int64_t accumulate = TrainOptions().accumulate;
  std::optional<double> clip_norm = {};
  std::optional<double> clip_value = {};
  OrAuto<Precision> precision = TrainOptions().precision;
  OnNan on_nan = TrainOptions().on_nan;
  std::optional<WeightSource> from = {};
  CheckpointOptions checkpoint = {};  // in `folder`
  uint32_t seed = 0;
  Path folder = {};  // for logs and checkpoints; empty: nothing is written
  int threads = 0;
  Deterministic deterministic = Deterministic::same_threads;
  bool quiet = false;
};

/// What `evaluate` shows beside the scores: the words of `evaluate` in a task file.
struct EvaluateOptions {
  std::vector<std::string> slices = {};
  double intervals = Bootstrap().level;  // 0: none
  int64_t resamples = Bootstrap().resamples;
  uint32_t seed = 0;
};

/// Scores of labelled rows; prints as `plumb evaluate` does, and gives each score by its name.
struct Scores {
  std::vector<Report> reports = {};
  double operator[](const std::string& metric) const;  // of the first target that has it; an Error lists what there is
};
std::ostream& operator<<(std::ostream& out, const Scores& scores);

/// A pipeline and a network, trained together and kept together. The words are Keras's.
///
///     Model model(Pipeline{FillMissing{}, Standardize{}}, {Dense{64, relu}, Dropout{0.2}, Dense{1, sigmoid}});
///     model.compile({.optimizer = AdamW{.learning_rate = 1e-3}, .metrics = {Auc{}, F1{}}});
///     model.fit(train, {.epochs = 50, .batch_size = 256, .valid = valid});
///     std::cout << model.evaluate(test, {.slices = {"plan"}});
///     model.save("churn.plumb");
///
/// In place of a list of layers stands any `Architecture`: a network by name, `Branches`, or a graph (model/network.h).
/// The task file that says the same gives the same numbers: `plumb train` goes the same way. Not for two threads at
/// once.
class Model {
 public:
  Model(Pipeline prepare, Architecture network);
  explicit Model(Architecture network) : Model(Pipeline(), std::move(network)) {}

  void compile(CompileOptions options) { compiled_ = std::move(options); }
  History fit(const Dataset& train, const FitOptions& options = {});
  Scores evaluate(const Dataset& rows, const EvaluateOptions& options = {});
  std::vector<Answer> predict(const Table& rows);  // one for each target
  /// The table of layers; after `fit` or `load`.
  std::string summary() const;

  /// One bundle file, and back: `Model::load("churn.plumb")`; a run folder can be loaded as well.
  void save(const Path& file);
  static Model load(const Path& from);
  const Trained& trained() const;

 private:
  friend class Sequential;
  explicit Model(Answering answering);
  Answering& answering();
  Pipeline prepare_;
  Architecture network_;
  CompileOptions compiled_;
  Table sample_;  // golden rows of a bundle
  Baselines baselines_;
  std::shared_ptr<Answering> answering_;
};

/// A model without prepare steps: layers one after the other. As a network it is joined with steps.
///
///     Sequential model({Conv2D{32, {3, 3}, relu}, Flatten{}, Dense{10, softmax}});
///     Model prepared(Pipeline{Resize{28, 28}}, model);   // the layers; what they learned stays behind
class Sequential : public Model {
 public:
  Sequential(std::initializer_list<Layer> layers) : Model(Architecture(layers)) {}
  explicit Sequential(Layers layers) : Model(Architecture(std::move(layers))) {}
  operator Architecture() const { return network_; }  // NOLINT: implicit by design
};

}  // namespace plumb
