#include "plumb/prepare/drop_missing.h"

#include "plumb/prepare/selection.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<DropMissing>();

const Fits fits_all{[](const Column&) { return true; }, "anything"};

}  // namespace

DropMissing::State DropMissing::fit(const Rows& train, const StepContext& context) const {
  select(name, columns, train.chunks().at(0), context, fits_all);  // says which column is not there
  return {};
}

Table DropMissing::apply(const State&, Table rows, const StepContext&) const {
  const auto& looked_at = columns.empty() ? rows.names() : columns;
  std::vector<int64_t> kept;
  for (int64_t row = 0; row < rows.rows(); ++row) {
    size_t gaps = 0;
    for (const auto& column : looked_at) gaps += rows.at(column).missing(row);
    if (gaps < (how == HowMissing::any ? 1 : looked_at.size())) kept.push_back(row);
  }
  require(!kept.empty() || rows.rows() == 0,
          "drop_missing: every train row has a gap, so none is left; name the columns that matter under `columns`, or "
          "use `fill_missing`");
  return static_cast<int64_t>(kept.size()) == rows.rows() ? rows : rows.take(kept);
}

}  // namespace plumb
