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
  std::set<std::string> seen;
  for (int64_t row = 0; row < column.size(); ++row) seen.insert(column.shown(row));
  std::vector<std::string> labels(seen.begin(), seen.end());
  if (!target.labels.empty()) labels = target.labels;
  std::sort(labels.begin(), labels.end(), label_before);
  if (labels.size() < 2)
    throw Error("target \"{}\" is \"{}\" in every train row; there is nothing to learn", name,
                labels.empty() ? "" : labels.front());
  if (labels.size() > 1000 && labels.size() * 4 > static_cast<size_t>(column.size()))
    throw Error("target \"{}\" has {} different values in {} rows; is it a number? write `target: {{{}: number}}`",
                name, labels.size(), column.size(), name);
  return labels;
}

std::vector<int32_t> codes_of(const TrainedTarget& target, const Column& column) {
  std::unordered_map<std::string, int32_t> code;
  for (size_t i = 0; i < target.spec.labels.size(); ++i) code[target.spec.labels[i]] = static_cast<int32_t>(i);
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

template <class T>
TensorRows tensor(const std::string& name, Type type, Shape row_shape, std::vector<T> values) {
  const auto rows = static_cast<int64_t>(values.size());
  const auto kept = std::make_shared<const std::vector<T>>(std::move(values));
  return {name, type, std::move(row_shape), std::shared_ptr<const void>(kept, kept->data()), rows};
}

}  // namespace

TrainedTarget learn_target(const Target& target, const Column& train) {
  need_cells(target.column, train);
  TrainedTarget learned{.spec = {.name = target.column}};
  if (type_of_target(target, train) == TargetType::category) {
    learned.spec.labels = labels_of(target, train);
    return learned;
  }
  const std::vector<double> values = numbers_of(target.column, train);
  double sum = 0, squares = 0;
  for (const double y : values) sum += y;
  learned.mean = values.empty() ? 0 : sum / static_cast<double>(values.size());
  for (const double y : values) squares += (y - learned.mean) * (y - learned.mean);
  const double deviation = values.empty() ? 0 : std::sqrt(squares / static_cast<double>(values.size()));
  learned.deviation = deviation > 0 ? deviation : 1;
  return learned;
}

TensorRows encode_target(const TrainedTarget& target, const Column& column) {
  need_cells(target.spec.name, column);
  if (target.spec.is_class()) return tensor(target.spec.name, Type::s32, {}, codes_of(target, column));
  std::vector<float> values;
  for (const double y : numbers_of(target.spec.name, column))
    values.push_back(static_cast<float>((y - target.mean) / target.deviation));
  return tensor(target.spec.name, Type::f32, {1}, std::move(values));
}

Predictions truth_of(const TrainedTarget& target, const Column& column) {
  need_cells(target.spec.name, column);
  Predictions truth{.target = target.spec.name, .labels = target.spec.labels};
  if (target.spec.is_class())
    truth.classes = codes_of(target, column);
  else
    truth.numbers = numbers_of(target.spec.name, column);
  return truth;
}

TrainTarget train_target(const TrainedTarget& target) {
  TrainTarget result{.spec = target.spec};
  if (!target.spec.is_class())
    result.original = [mean = target.mean, deviation = target.deviation](double y) { return y * deviation + mean; };
  return result;
}

}  // namespace plumb
