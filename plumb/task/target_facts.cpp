#include "plumb/task/target_facts.h"

#include <algorithm>

namespace plumb {
namespace {

constexpr size_t most_whole_number_classes = 20, most_classes = 100'000;

void need_cells(const std::string& name, const Column& column, int64_t first_row) {
  for (int64_t row = 0; row < column.size(); ++row)
    if (column.missing(row))
      throw Error("target \"{}\" is missing in row {}; leave such rows out of the file", name, first_row + row + 1);
}

/// How many train rows have each word; words of other rows count 0.
std::map<std::string, double> rows_of_words(const Column& column, const std::vector<RowPart>& parts) {
  std::map<std::string, double> rows;
  if (column.type() != ColumnType::category) {
    for (int64_t row = 0; row < column.size(); ++row)
      rows[column.shown(row)] += parts[static_cast<size_t>(row)] == RowPart::train ? 1 : 0;
    return rows;
  }
  std::vector<double> seen(column.words().size()), of_train(column.words().size());
  for (int64_t row = 0; row < column.size(); ++row) {
    const auto code = static_cast<size_t>(column.codes()[static_cast<size_t>(row)]);
    seen[code] += 1;
    of_train[code] += parts[static_cast<size_t>(row)] == RowPart::train ? 1 : 0;
  }
  for (size_t code = 0; code < seen.size(); ++code)
    if (seen[code] > 0) rows[column.words()[code]] = of_train[code];
  return rows;
}

}  // namespace

TargetFacts::TargetFacts(const std::vector<Target>& targets, const std::map<std::string, ColumnType>& types)
    : targets_(targets) {
  for (Target& target : targets_) {
    const auto type = types.find(target.column);
    if (target.type || type == types.end()) continue;
    const bool whole = type->second == ColumnType::integer;
    if (whole) undecided_.insert(target.column);
    const bool number = whole || (type->second != ColumnType::category && type->second != ColumnType::text &&
                                  type->second != ColumnType::boolean);
    target.type = number ? TargetType::number : TargetType::category;
  }
}

TargetFacts::Look TargetFacts::look(const Dataset& piece, const std::vector<RowPart>& parts, int64_t first_row) const {
  Look look;
  for (const Target& target : targets_) {
    const Column& column = piece.table.at(target.column);
    if (target.type == TargetType::set) {
      const std::vector<std::string> labels = labels_in(target, column);
      look.labels[target.column].insert(labels.begin(), labels.end());
      continue;
    }
    need_cells(target.column, column, first_row);
    if (target.type == TargetType::number && !undecided_.contains(target.column)) continue;
    look.train[target.column] = rows_of_words(column, parts);
    for (const auto& [word, rows] : look.train[target.column]) look.labels[target.column].insert(word);
  }
  return look;
}

void TargetFacts::add(const Look& look) {
  for (const auto& [target, words] : look.train) {
    auto& known = all_.train[target];
    if (undecided_.contains(target) && known.size() > most_whole_number_classes) continue;  // a number
    for (const auto& [word, rows] : words) known[word] += rows;
  }
  for (const auto& [target, labels] : look.labels) {
    auto& known = all_.labels[target];
    if (undecided_.contains(target) && known.size() > most_whole_number_classes) continue;
    known.insert(labels.begin(), labels.end());
    require(known.size() < most_classes,
            "target \"{}\" has more than {} different values; is it a number? write `target: {{{}: number}}`", target,
            most_classes, target);
  }
}

void TargetFacts::settle(std::vector<Target>& targets) const {
  for (size_t i = 0; i < targets.size(); ++i) {
    Target& target = targets[i];
    const auto found = all_.labels.find(target.column);
    target.type = targets_[i].type;
    if (undecided_.contains(target.column))
      target.type = found->second.size() > most_whole_number_classes ? TargetType::number : TargetType::category;
    if (target.type == TargetType::number || !target.labels.empty()) continue;
    target.labels.assign(found->second.begin(), found->second.end());
    std::sort(target.labels.begin(), target.labels.end(), label_before);
  }
}

std::map<std::string, std::vector<double>> TargetFacts::counts(const std::vector<Target>& settled) const {
  std::map<std::string, std::vector<double>> counts;
  for (const Target& target : settled) {
    const auto known = all_.train.find(target.column);
    if (target.type == TargetType::number || known == all_.train.end()) continue;
    for (const std::string& label : target.labels) {
      const auto found = known->second.find(label);
      counts[target.column].push_back(found == known->second.end() ? 0 : found->second);
    }
  }
  return counts;
}

}  // namespace plumb
