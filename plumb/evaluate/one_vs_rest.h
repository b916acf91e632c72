#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "plumb/evaluate/average.h"

namespace plumb {

/// How a measure of one class against the rest becomes one number: for two classes that of the positive one, for more
/// the mean over the classes (scikit-learn's `multi_class="ovr"`).
struct OneVsRest {
  enum class Mean { macro, weighted };
  friend constexpr auto names(Mean) { return std::array{"macro", "weighted"}; }

  Mean average = Mean::macro;
  std::optional<std::string> positive = {};
  static void describe(auto& self, auto& field) {
    field("average", self.average, "Mean over more than two classes: each alike, or by its rows.");
    field("positive", self.positive, "The positive of two classes; the last in order where nothing is given.");
  }
};

/// A row's probability of a class, whether it is of that class, and what it counts.
struct Ranked {
  double probability = 0;
  bool is_label = false;
  double weight = 1;
};
/// All rows by falling probability of a class.
std::vector<Ranked> ranked(const Predictions& predictions, int64_t label);

Score one_vs_rest(const std::string& name, const Predictions& predictions, const OneVsRest& options,
                  const std::function<double(const Predictions&, int64_t label)>& of_class);

}  // namespace plumb
