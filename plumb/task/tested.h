#pragma once

#include "plumb/task/baselines.h"
#include "plumb/task/streamed.h"
#include "plumb/task/task.h"

namespace plumb {

/// What the model and the baselines say of labelled rows, ready for reports.
struct Tested {
  std::vector<Predictions> said = {};                 // one for each target
  std::vector<std::vector<Baseline>> baselines = {};  // of each target
  Dataset rows = {};                                  // at least the columns that scores are sliced by
};

/// Of rows in memory.
Tested test_rows(Answering& answering, const Baselines& baselines, Dataset rows, const PredictorSettings& settings);
/// Of rows that come piece by piece: `each` calls what it is given with each piece.
Tested test_pieces(Answering& answering, const Baselines& baselines,
                   const std::function<void(const std::function<void(const Dataset& rows)>&)>& each,
                   const std::vector<std::string>& slices, const PredictorSettings& settings);
/// Of rows that are streamed; `slices`: the columns that are kept of them.
Tested test_rows(Answering& answering, const Baselines& baselines, const StreamedData& stream,
                 const std::vector<std::string>& slices, const PredictorSettings& settings);

/// Puts what baselines say of more rows behind what they said of those before.
void append_baselines(std::vector<std::vector<Baseline>>& all, const std::vector<std::vector<Baseline>>& more);

}  // namespace plumb
