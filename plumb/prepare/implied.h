#pragma once

#include <string>
#include <vector>

#include "plumb/prepare/pipeline.h"

namespace plumb {

/// Steps that the types of the columns ask for, beside those that a task lists. They stand in the rendered task file.
struct Implied {
  std::vector<Step> steps = {};           // to append to the listed ones
  std::vector<std::string> reasons = {};  // one a step, for the user
  struct LeftOut {
    std::string column, reason;
  };
  std::vector<LeftOut> left_out = {};  // columns that no step makes numbers of
};

/// What the network asks of the steps.
struct NetworkColumns {
  std::vector<std::string> codes = {};  // columns that it embeds
  bool all_codes = false;               // it embeds every column of words that is no identifier
  std::vector<Step> added = {};         // steps that add columns for it: the listed ones, where the task lists none
  Entry numbers = {};                   // a list of steps that it wants for numbers
  Entry scale = {};                     // the same in place of standardize, where the task lists no step of its own
};

/// What is still missing after the listed steps before a network can read the rows.
///
///   images      decode_image where encoded, resize where sizes differ, normalize to [0, 1] where nobody scales
///   words       ordinal for columns that the network embeds, one_hot for the others; common_words for
///               short texts of which nearly every row has its own; left out where those share no words
///   numbers     fill_missing (the median) for every column that a gap would get through, flagged where train has gaps;
///               then the steps that the network wants, but for those that the task lists; or, where it wants none and
///               the task lists no step of its own, those that it wants numbers scaled by, else standardize
///
/// `listed`: the train rows as the listed steps leave them, with those steps fitted. `raw`: the rows before.
Implied implied_steps(const Table& raw, const PreparedTrain& listed, const StepContext& context,
                      const NetworkColumns& network = {});

}  // namespace plumb
