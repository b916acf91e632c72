#pragma once

#include <functional>

#include "plumb/deploy/trained.h"

namespace plumb {

/// Rows that an exported graph must answer as Plumbline does: up to `most` of the given ones, a third as they are, the
/// others with gaps, words that no train row has, and numbers up to a million times beyond the train range. A kind of
/// change that `answers` refuses for a column (a gap that no step fills) is left out of that column.
Table check_rows(const Schema& schema, const Table& raw, const std::function<bool(const Table&)>& answers,
                 uint64_t seed = 0, int64_t most = 1000);

}  // namespace plumb
