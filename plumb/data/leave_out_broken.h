#pragma once

#include <string>
#include <vector>

#include "plumb/core/parallel.h"
#include "plumb/core/progress.h"
#include "plumb/data/source.h"

namespace plumb {

/// Takes rows out of a list that cannot be read, for `on_error: skip`: those whose `check(row)` throws an Error. It is
/// called from several threads. `where(row)` names one in the run's summary, `unit` all of them in the progress.
template <class Row, class Where, class Check>
std::vector<Skipped> leave_out_broken(std::vector<Row>& rows, const std::string& unit, Where where, Check check) {
  std::vector<std::string> reasons(rows.size());
  Progress progress("decoding", static_cast<int64_t>(rows.size()), unit);
  in_parallel(static_cast<int64_t>(rows.size()), [&](int64_t i) {
    try {
      check(rows[static_cast<size_t>(i)]);
    } catch (const Error& error) {
      reasons[static_cast<size_t>(i)] = error.what();
    }
    progress.advance();
  });
  std::vector<Row> whole;
  std::vector<Skipped> skipped;
  for (size_t i = 0; i < rows.size(); ++i)
    if (reasons[i].empty())
      whole.push_back(std::move(rows[i]));
    else
      skipped.push_back({where(rows[i]), reasons[i]});
  rows = std::move(whole);
  return skipped;
}

}  // namespace plumb
