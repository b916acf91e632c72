#pragma once

#include <functional>
#include <optional>
#include <string>

#include "plumb/evaluate/confusion.h"

namespace plumb {

/// How the values of single classes become one number, with scikit-learn's meaning: `binary` is the value of the
/// positive class; `micro` counts all rows together; `macro` is the plain mean over the classes that occur; `weighted`
/// weighs them by their rows. `automatic` is binary for two classes, macro for more and for the labels of sets, all of
/// which count, also those that never occur.
enum class Average { automatic, binary, micro, macro, weighted };
constexpr auto names(Average) { return std::array{"auto", "binary", "micro", "macro", "weighted"}; }

/// The options that precision, recall and f1 share.
struct AverageOptions {
  Average average = Average::automatic;
  std::optional<std::string> positive = {};
  static void describe(auto& self, auto& field) {
    field("average", self.average, "How the classes become one number; auto: binary for two classes, macro for more.");
    field("positive", self.positive,
          "The positive class of a binary average; the last in order where nothing is given.");
  }
};

/// Index of the positive class; an Error where the word is no class.
size_t positive_class(const Predictions& predictions, const std::optional<std::string>& positive);

/// The score named `name`, from a value per class. `micro` is that of all rows counted together.
Score averaged(const std::string& name, const Predictions& predictions, const AverageOptions& options,
               const std::function<double(const Confusion&, size_t label)>& of_class);

}  // namespace plumb
