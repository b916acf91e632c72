#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "plumb/core/registry.h"

namespace plumb {

/// What a trained network said of some rows, and the truth. One of `classes`, `members` and `numbers` is filled.
struct Predictions {
  std::string target = {};
  std::vector<std::string> labels = {};    // of the classes, in code order; empty: a number is predicted
  std::vector<int32_t> classes = {};       // true class of each row
  std::vector<double> probabilities = {};  // [rows, labels], row by row
  std::vector<uint8_t> members = {};       // sets: [rows, labels], whether the label is in the row's true set
  std::vector<double> numbers = {};        // true number of each row
  std::vector<double> predicted = {};      // predicted number of each row
  std::vector<double> weights = {};        // of the rows; empty: 1 each
  std::vector<int32_t> called = {};        // class that each row was called, where a threshold chose; empty: see below
  std::vector<double> quantiles = {};      // where several are predicted; `predicted` is the middle one
  std::vector<double> at_quantiles = {};   // [rows, quantiles]

  int64_t rows() const {
    return static_cast<int64_t>(labels.empty() ? numbers.size()
                                : is_set()     ? members.size() / labels.size()
                                               : classes.size());
  }
  bool is_set() const { return !members.empty(); }
  bool classifies() const { return !labels.empty() && !is_set(); }
  int32_t predicted_class(int64_t row) const;  // `called`, else that of the highest probability, the first of equals
  Predictions take(const std::vector<int64_t>& rows) const;
  double probability(int64_t row, int64_t label) const {
    return probabilities[static_cast<size_t>(row) * labels.size() + static_cast<size_t>(label)];
  }
  bool member(int64_t row, int64_t label) const {
    return members[static_cast<size_t>(row) * labels.size() + static_cast<size_t>(label)] != 0;
  }
  bool called_member(int64_t row, int64_t label) const { return probability(row, label) >= 0.5; }
  double weight(int64_t row) const { return weights.empty() ? 1 : weights[static_cast<size_t>(row)]; }
};

/// One number, or one for each class, with the direction in which it is better.
struct Score {
  std::string name = {};  // "f1_macro"
  double value = 0;
  std::vector<double> per_class = {};
  std::optional<std::array<double, 2>> interval = {};  // where it lies with the asked confidence; see intervals.h
};

/// The value of a score of the same rows under other weights.
using Rescore = std::function<double(const std::vector<double>& weights)>;

/// A measure of predictions. A kind is a struct with described options and
///
///     static constexpr bool higher_is_better = true;
///     static constexpr auto needs = Needs::classes;            // or numbers, sets, labels (classes and sets)
///     Score score(const Predictions& predictions) const;
///
/// A metric sees all rows at once, so batching cannot change it. What makes a bootstrap fast, both optional, asked of
/// classes and numbers:
///
///     static constexpr bool reads_calls = true;                    // only who was called what: the counts are enough
///     Rescore rescore(const Predictions& predictions) const;       // sorts once, then scores under any weights
enum class Needs { classes, numbers, sets, labels };
constexpr auto names(Needs) { return std::array{"classes", "numbers", "sets", "classes and sets"}; }
class Metric : public Component {
 public:
  static constexpr auto sort = "metric";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) Metric(Kind kind)  // NOLINT: implicit by design
      : Component(kind),
        higher_(Kind::higher_is_better),
        needs_(Kind::needs),
        score_([kind](const Predictions& predictions) { return kind.score(predictions); }) {
    if constexpr (requires { Kind::reads_calls; }) reads_calls_ = Kind::reads_calls;
    if constexpr (requires(const Predictions& p) { kind.rescore(p); })
      rescore_ = [kind](const Predictions& predictions) { return kind.rescore(predictions); };
  }
  bool higher_is_better() const { return higher_; }
  Needs needs() const { return needs_; }
  bool fits(const Predictions& predictions) const;
  bool reads_calls() const { return reads_calls_; }
  Score score(const Predictions& predictions) const { return score_(predictions); }
  /// `score(p).value` of `p` with any weights, prepared once. `predictions` must outlive it.
  Rescore rescore(const Predictions& predictions) const;
  /// What its score is called: "f1_macro".
  std::string score_name() const;

 private:
  bool higher_ = true;
  Needs needs_ = Needs::classes;
  bool reads_calls_ = false;
  std::function<Score(const Predictions&)> score_;
  std::function<Rescore(const Predictions&)> rescore_ = {};
};

}  // namespace plumb
