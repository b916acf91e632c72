#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Steps with what they learned from the train rows: turns any rows into prepared rows, in C++ and as ONNX.
class FittedPipeline {
 public:
  /// Applies every step in order. Steps that act on train rows only are passed over unless `context.training`.
  Table apply(Table rows, const StepContext& context = {}) const;
  /// The same as ONNX, for served rows; `columns` holds the raw columns as inputs.
  void emit(onnx::Columns& columns) const;
  /// What the network must know of each prepared column.
  std::map<std::string, ColumnHints> hints() const;

  /// The names of its steps that act on train rows only.
  std::vector<std::string> train_only() const;

  /// What `prepare.json` holds: each step with its options and its state.
  Entry save() const;
  /// Back from that; a mistake is an Error that names the file.
  static FittedPipeline load(const Entry& saved);

  size_t size() const { return parts_.size(); }
  bool has(std::string_view step) const;  // a step of this name

 private:
  friend class Pipeline;
  struct Part {
    Step step;
    FittedStep fitted;
  };
  std::vector<Part> parts_;
};

/// A fitted pipeline, and the train rows as it leaves them.
struct PreparedTrain {
  FittedPipeline pipeline;
  Table rows;
};

/// Steps in order, each learned from the train rows as the steps before it leave them.
///
///     Pipeline prepare{FillMissing{.with = Fill::median, .flag = true}, OneHot{.columns = {"plan"}}, Standardize{}};
///     auto [fitted, train_rows] = prepare.fit(train, {.targets = {"churned"}});
///     Table served = fitted.apply(rows);
class Pipeline {
 public:
  Pipeline() = default;
  Pipeline(std::initializer_list<Step> steps) : steps_(steps) {}
  explicit Pipeline(std::vector<Step> steps) : steps_(std::move(steps)) {}

  void add(Step step) { steps_.push_back(std::move(step)); }
  const std::vector<Step>& steps() const { return steps_; }
  /// `context.training` is set for the steps; the caller says the seed and the targets.
  PreparedTrain fit(Table train, StepContext context) const;
  /// The same behind steps that are fitted already: the result holds them, too.
  PreparedTrain fit_behind(PreparedTrain fitted, StepContext context) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace plumb
