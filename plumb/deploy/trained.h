#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plumb/data/profile.h"
#include "plumb/deploy/calibration.h"
#include "plumb/deploy/target_transform.h"
#include "plumb/engine/executor.h"
#include "plumb/model/architecture.h"
#include "plumb/prepare/pipeline.h"
#include "plumb/prepare/tensors.h"

namespace plumb {

/// A target with what it takes to turn the network's output into an answer. Numbers are transformed, then trained with
/// mean 0 and deviation 1: answer = unbent(transform, output * deviation + mean).
struct TrainedTarget {
  TargetSpec spec = {};
  TargetTransform transform = TargetTransform::none;
  double mean = 0;
  double deviation = 1;
  std::vector<std::string> columns = {};
  std::map<std::string, std::string> class_of = {};
  Calibration calibration = {};
  std::optional<double> threshold = {};
  std::optional<std::vector<std::string>> anomaly = {};
  static void describe(auto& self, auto& field) {
    field("spec", self.spec, "Name and classes.");
    field("transform", self.transform, "What bends the numbers before they are standardised.");
    field("mean", self.mean, "Mean of the transformed numbers in the train rows; 0 for classes.");
    field("deviation", self.deviation, "Their standard deviation; 1 for classes.");
    field("columns", self.columns, "Of a set: the columns of its labels; none: one column holds them all.");
    field("class_of", self.class_of, "The class of each value in the files; none: values are classes.");
    field("calibration", self.calibration, "How probabilities are corrected.");
    field("threshold", self.threshold,
          "From which probability of the second of two classes, or from which score, a row is called it.");
    field("anomaly", self.anomaly, "Of an anomaly score: the labels that mean an anomaly; none: there are no labels.");
  }
};

/// Everything that answers raw rows: what a run folder and a bundle hold. A value whose weights are shared.
struct Trained {
  std::string name = {};
  Schema schema = {};                     // of the raw columns that the pipeline reads
  std::vector<std::string> missing = {};  // words that mean a missing cell
  std::vector<std::string> id = {};       // columns carried into predictions
  Entry reader = {};                      // the reader of the train rows with its options, without paths
  FittedPipeline prepare = {};
  TensorSpec tensors = {};
  Network network = {};
  std::vector<TrainedTarget> targets = {};
  std::shared_ptr<States> states = {};

  /// Types of the raw columns, to read served rows with.
  std::map<std::string, ColumnType> types() const;
};

/// What is stored, by name: "schema.json", "prepare.json", "network.json", "weights.safetensors". Back from that; an
/// Error names `where` and what is wrong.
std::map<std::string, std::string> parts_of(const Trained& trained);
std::map<std::string, std::string> parts_without_weights(const Trained& trained);
Trained trained_from(const std::map<std::string, std::string>& parts, const std::string& where);

/// One target's answers for some rows: probabilities [rows, labels] of classes and of sets, numbers [rows] or quantiles
/// [rows, quantiles] in the user's unit.
struct Answer {
  TargetSpec target = {};
  std::vector<double> values = {};
  std::optional<double> threshold = {};  // of the second of two classes; nothing: the more probable is called
  bool anomaly = false;                  // a score, of anomalies from the threshold on
  size_t width() const { return target.answers(); }
  size_t rows() const { return values.size() / width(); }
  /// Code of the class that is called: by the threshold, else by what the target says (TargetSpec::called).
  size_t best(size_t row) const;
  bool holds(size_t row, size_t label) const { return values[row * width() + label] >= 0.5; }  // of sets
};

/// What a row is called, and what it is where a column of labels says so: by code.
inline const std::vector<std::string> anomaly_words{"normal", "anomaly"};

/// A number of the network's in the user's unit.
inline double original(const TrainedTarget& target, double output) {
  return unbent(target.transform, output * target.deviation + target.mean);
}

/// From what the network gave (`output`, row major) to the answer. One sigmoid unit says the second of two classes.
Answer answer_from(const TrainedTarget& target, const std::vector<float>& output, size_t rows);

}  // namespace plumb
