#include "plumb/task/target_codes.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

namespace plumb {
namespace {

void need_cells(const std::string& name, const Column& column) {
  for (int64_t row = 0; row < column.size(); ++row)
    if (column.missing(row))
      throw Error("target \"{}\" is missing in row {} ({} of {} rows); leave those rows out of the file", name, row + 1,
                  column.missing_count(), column.size());
}

std::vector<std::string> labels_of(const Target& target, const Column& column) {
  const std::string& name = target.column;
  const std::vector<std::string> labels = target.labels.empty() ? labels_in(target, column) : target.labels;
  if (labels.size() < 2)
    throw Error("target \"{}\" is \"{}\" in every train row; there is nothing to learn", name,
                labels.empty() ? "" : labels.front());
  if (labels.size() > 1000 && labels.size() * 4 > static_cast<size_t>(column.size()))
    throw Error("target \"{}\" has {} different values in {} rows; is it a number? write `target: {{{}: number}}`",
                name, labels.size(), column.size(), name);
  return labels;
}

/// Words have no order of their own; numbers have.
void need_order(const Target& target, const std::vector<std::string>& labels) {
  if (target.ordered) return;
  for (const std::string& label : labels)
    if (std::isnan(Entry::scalar(label, false).as_double()))
      throw Error(
          "target \"{}\" is ordinal and holds words, like \"{}\"; write their order, lowest first: `target: "
          "{{{}: {{ordinal: [{}]}}}}`",
          target.column, label, target.column, join(labels));
}

std::unordered_map<std::string, int32_t> codes_by_label(const TrainedTarget& target) {
  std::unordered_map<std::string, int32_t> code;
  for (size_t i = 0; i < target.spec.labels.size(); ++i) code[target.spec.labels[i]] = static_cast<int32_t>(i);
  return code;
}

/// Calls `at` with row and code of each label of each set.
template <class At>
void each_label(const TrainedTarget& target, const Column& column, At at) {
  const auto code = codes_by_label(target);
  for (int64_t row = 0; row < column.size(); ++row)
    for (const std::string& label : labels_in_cell(column, row, target.spec.separator)) {
      const auto found = code.find(label);
      if (found == code.end())
        throw Error("target \"{}\" has the label \"{}\" in row {}, which no train row has; labels are {}",
                    target.spec.name, label, row + 1, join(target.spec.labels));
      at(static_cast<size_t>(row), static_cast<size_t>(found->second));
    }
}

std::vector<int32_t> codes_of(const TrainedTarget& target, const Column& column) {
  const auto code = codes_by_label(target);
  std::vector<int32_t> codes(static_cast<size_t>(column.size()));
  for (int64_t row = 0; row < column.size(); ++row) {
    const auto found = code.find(column.shown(row));
    if (found == code.end())
      throw Error("target \"{}\" is \"{}\" in row {}, which no train row has; classes are {}", target.spec.name,
                  column.shown(row), row + 1, join(target.spec.labels));
    codes[static_cast<size_t>(row)] = found->second;
  }
  return codes;
}

std::vector<double> numbers_of(const std::string& name, const Column& column) {
  if (!column.is_numeric()) throw Error("target \"{}\" holds {}, not numbers", name, name_of(column.type()));
  return column.as_numbers();
}

/// The numbers as they are learned, before they are standardised.
std::vector<double> learned_numbers(const TrainedTarget& target, const Column& column) {
  std::vector<double> values = numbers_of(target.spec.name, column);
  if (target.transform == TargetTransform::none) return values;
  for (size_t row = 0; row < values.size(); ++row) {
    if (values[row] <= -1)
      throw Error("target \"{}\" is {} in row {}; log1p takes numbers above -1: leave `transform` out",
                  target.spec.name, column.shown(static_cast<int64_t>(row)), row + 1);
    values[row] = bent(target.transform, values[row]);
  }
  return values;
}

template <class T>
TensorRows tensor(const std::string& name, Type type, Shape row_shape, std::vector<T> values) {
  const auto rows = static_cast<int64_t>(values.size()) / count(row_shape);
  const auto kept = std::make_shared<const std::vector<T>>(std::move(values));
  return {name, type, std::move(row_shape), std::shared_ptr<const void>(kept, kept->data()), rows};
}

}  // namespace

TrainedTarget learn_target(const Target& target, const Column& train, const std::vector<double>& quantiles) {
  TrainedTarget learned{.spec = {.name = target.column, .separator = target.separator},
                        .transform = target.transform,
                        .columns = target.columns,
                        .class_of = target.class_of};
  const TargetType type = type_of_target(target, train);
  if (type == TargetType::anomaly) {
    require(quantiles.empty(), "target \"{}\" is an anomaly score, and the loss learns quantiles; leave `loss` out",
            target.column);
    learned.anomaly = target.labels;
    return learned;
  }
  if (type != TargetType::set) need_cells(target.column, train);
  require(quantiles.empty() || type == TargetType::number,
          "target \"{}\": the loss learns quantiles, which are of numbers; write `target: {{{}: number}}`",
          target.column, target.column);
  if (type != TargetType::number) {
    learned.spec.labels = labels_of(target, train);
    if (type == TargetType::ordinal) need_order(target, learned.spec.labels);
    learned.spec.choice = type == TargetType::set       ? Choice::any
                          : type == TargetType::ordinal ? Choice::ordered
                                                        : Choice::one;
    return learned;
  }
  learned.spec.quantiles = quantiles;
  const std::vector<double> values = learned_numbers(learned, train);
  double sum = 0, squares = 0;
  for (const double y : values) sum += y;
  learned.mean = values.empty() ? 0 : sum / static_cast<double>(values.size());
  for (const double y : values) squares += (y - learned.mean) * (y - learned.mean);
  const double deviation = values.empty() ? 0 : std::sqrt(squares / static_cast<double>(values.size()));
  learned.deviation = deviation > 0 ? deviation : 1;
  return learned;
}

TensorRows encode_target(const TrainedTarget& target, const Column& column) {
  const TargetSpec& spec = target.spec;
  if (target.anomaly)  // the score itself is made small
    return tensor(spec.name, Type::f32, {1}, std::vector<float>(static_cast<size_t>(column.size())));
  if (spec.is_set()) {
    std::vector<float> holds(static_cast<size_t>(column.size()) * spec.labels.size());
    each_label(target, column, [&](size_t row, size_t label) { holds[row * spec.labels.size() + label] = 1; });
    return tensor(spec.name, Type::f32, spec.row_shape(), std::move(holds));
  }
  need_cells(spec.name, column);
  if (spec.is_class()) return tensor(spec.name, Type::s32, {}, codes_of(target, column));
  std::vector<float> values;
  for (const double y : learned_numbers(target, column))
    values.push_back(static_cast<float>((y - target.mean) / target.deviation));
  return tensor(spec.name, Type::f32, {1}, std::move(values));
}

Predictions truth_of(const TrainedTarget& target, const Column& column) {
  const TargetSpec& spec = target.spec;
  Predictions truth{.target = spec.name, .labels = spec.labels};
  if (spec.is_set()) {
    truth.members.resize(static_cast<size_t>(column.size()) * spec.labels.size());
    each_label(target, column, [&](size_t row, size_t label) { truth.members[row * spec.labels.size() + label] = 1; });
    return truth;
  }
  need_cells(spec.name, column);
  if (spec.is_class())
    truth.classes = codes_of(target, column);
  else
    truth.numbers = numbers_of(spec.name, column);
  return truth;
}

TrainTarget train_target(const TrainedTarget& target) {
  TrainTarget result{.spec = target.spec};
  if (target.spec.is_number()) result.original = [target](double y) { return original(target, y); };
  return result;
}

}  // namespace plumb
