#pragma once

#include <map>
#include <set>

#include "plumb/data/split.h"
#include "plumb/task/dataset.h"

namespace plumb {

/// What must be known of targets over all rows, gathered piece by piece: their types, their classes and how many train
/// rows each class has.
///
///     TargetFacts facts(targets, types);
///     facts.add(facts.look(data, parts, first_row));        // of every piece; look from any thread
///     facts.settle(targets);                                // types and labels, as `know_labels` finds them in memory
class TargetFacts {
 public:
  /// `types`: of the columns, settled. Whole numbers are classes where there are few, which is known at the end.
  TargetFacts(const std::vector<Target>& targets, const std::map<std::string, ColumnType>& types);

  /// The targets as they may be read before all is known: what is undecided stays as it is in the file.
  const std::vector<Target>& for_reading() const { return targets_; }

  struct Look {
    std::map<std::string, std::map<std::string, double>> train = {};  // rows of each class of each target
    std::map<std::string, std::set<std::string>> labels = {};         // in any part
  };
  /// An Error where a target cell is missing.
  Look look(const Dataset& piece, const std::vector<RowPart>& parts, int64_t first_row) const;
  void add(const Look& look);

  void settle(std::vector<Target>& targets) const;
  /// Train rows of each class of each target of classes, in the order of its labels.
  std::map<std::string, std::vector<double>> counts(const std::vector<Target>& settled) const;

 private:
  std::vector<Target> targets_;
  std::set<std::string> undecided_ = {};
  Look all_ = {};
};

}  // namespace plumb
