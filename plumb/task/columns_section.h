#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "plumb/core/column.h"
#include "plumb/core/describe.h"
#include "plumb/prepare/tokenize.h"

namespace plumb {

/// What a column is to the task.
///
///     inputs: {age: number, notes: ignore, passenger: id, scan: {image: {size: [64, 64]}}, review: {text: {length:
///     64}}}
struct Input {
  enum class Role { input, ignore, id };
  Role role = Role::input;
  std::optional<ColumnType> type = {};              // nothing: inferred
  std::optional<std::array<int64_t, 2>> size = {};  // height and width that images are resized to
  std::optional<Tokenize> text = {};                // how texts are cut; its columns are left empty
};
using Inputs = std::vector<std::pair<std::string, Input>>;

/// What is predicted: a category or a number. The type is inferred where it is not said.
///
///     target: income
///     target: {price: number, sold: category}      # several; `train.loss_weights` weighs them
enum class TargetType { category, number };
constexpr auto names(TargetType) { return std::array{"category", "number"}; }

struct Target {
  std::string column = {};
  std::optional<TargetType> type = {};
  std::vector<std::string> labels = {};  // classes, where they are known before the rows are divided
};
struct Targets {
  std::vector<Target> all = {};
};

template <>
struct Form<Input> {
  static std::optional<Input> read(const Entry& entry, Problems& problems);
  static Entry write(const Input& value);
  static Entry schema();
  static std::string words() { return "type of a column, ignore or id"; }
};

template <>
struct Form<Targets> {
  static std::optional<Targets> read(const Entry& entry, Problems& problems);
  static Entry write(const Targets& value);
  static Entry schema();
  static std::string words() { return "name of a column, or several with their types"; }
};

}  // namespace plumb
