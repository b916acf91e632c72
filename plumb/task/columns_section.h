#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plumb/core/column.h"
#include "plumb/core/describe.h"
#include "plumb/deploy/target_transform.h"
#include "plumb/prepare/tokenize.h"

namespace plumb {

/// What a column is to the task.
///
///     inputs: {age: number, notes: ignore, passenger: id,
///              scan: {image: {size: [64, 64]}}, review: {text: {length: 64}}}
///     inputs: {age: number, fare: number, "*": ignore}     # these two and no others
struct Input {
  enum class Role { input, ignore, id };
  Role role = Role::input;
  std::optional<ColumnType> type = {};              // nothing: inferred
  std::optional<std::array<int64_t, 2>> size = {};  // height and width that images are resized to
  std::optional<Tokenize> text = {};                // how texts are cut; its columns are left empty
};
using Inputs = std::vector<std::pair<std::string, Input>>;

/// The name that stands for every column that is not named: under `inputs`, nor as target, id, weight or by `split`.
/// It can only be ignored.
inline constexpr auto other_columns = "*";
bool ignores_others(const Inputs& inputs);

/// What is predicted. The type is inferred where it is not said, between category and number.
///
///     target: income
///     target: {price: number, sold: category}                    # several; `train.loss_weights` weighs them
///     target: {price: {number: {transform: log1p}}}              # learned as ln(1 + price)
///     target: {disease: {category: {classes: {healthy: [0], ill: [1, 2, 3, 4]}}}}   # values of the file, joined
///     target: {quality: ordinal}                                 # classes in the order of their numbers
///     target: {size: {ordinal: [small, medium, large]}}          # or in this one, lowest first
///     target: none                                               # no row tells: each gets an anomaly score
///     target: {fraud: {anomaly: {labels: [yes]}}}                # so too; the labels are seen by evaluation alone
///     target: {genres: set}                                      # any number of labels in a cell: "drama;war"
///     target: {genres: {set: {separator: "|"}}}
///     target: {genres: {set: {columns: [drama, war, comedy]}}}   # a column of 0 and 1 for each label
enum class TargetType { category, number, ordinal, set, anomaly };
constexpr auto names(TargetType) { return std::array{"category", "number", "ordinal", "set", "anomaly"}; }

/// The column of answers of `target: none`.
inline constexpr auto unlabelled_anomaly = "anomaly";

struct Target {
  std::string column = {};
  std::optional<TargetType> type = {};
  std::vector<std::string> labels = {};   // in code order, where they are known before the rows are divided; of an
                                          // anomaly score those that mean an anomaly, none where there is no column
  bool ordered = false;                   // whether the task file gave them in their order
  std::string separator = ";";            // of a set: what stands between labels in a cell
  std::vector<std::string> columns = {};  // of a set: a column for each label, instead of one cell
  TargetTransform transform = TargetTransform::none;  // of numbers
  std::map<std::string, std::string> class_of = {};   // class of each value in the files; none: values are classes
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
