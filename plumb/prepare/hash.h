#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/step.h"

namespace plumb {

/// Words of categories become a fixed number of columns without a list of words: feature hashing (Weinberger et al.,
/// 2009).
///
///     - hash: {columns: [city, street], features: 64}
///
/// Each word w of a column c adds 1 or -1 to one of the columns hash_1 … hash_n: with h the MurmurHash3 (32 bits,
/// signed) of "c=w", to number |h| mod n, with the sign of h. Words that meet in one column are mixed up; the signs
/// make up for it on average. A word never seen works like any other; a gap adds nothing. As scikit-learn's
/// FeatureHasher. The new columns stand in the place of the first one that they replace.
///
/// There is no ONNX form: ONNX cannot hash words.
struct Hash {
  std::vector<std::string> columns = {};
  int64_t features = 32;
  bool alternate_sign = true;
  std::string prefix = "hash_";

  static constexpr auto name = "hash";
  static constexpr auto summary = "Words become a fixed number of columns, without a list of words.";
  static constexpr auto example = "hash: {columns: [city, street], features: 64}";

  static void describe(auto& self, auto& field) {
    field("columns", self.columns, "Columns to encode; empty means every category.");
    field("features", self.features, "How many columns the words share.", at_least(1));
    field("alternate_sign", self.alternate_sign, "Whether half of the words count -1 instead of 1.");
    field("prefix", self.prefix, "What the names of the new columns begin with.");
  }

  struct State {
    std::vector<std::string> columns = {};
    static void describe(auto& self, auto& field) { field("columns", self.columns, "Columns that are replaced."); }
  };
  State fit(const Rows& train, const StepContext& context) const;
  Table apply(const State& state, Table rows, const StepContext& context) const;
  void emit(const State& state, onnx::Columns& columns) const;
};

}  // namespace plumb
