#pragma once

#include <functional>

#include "plumb/deploy/trained.h"

namespace plumb {

/// Rows that an exported graph must answer as Plumbline does: up to `most` of the given ones, a third as they are, the
/// others with gaps and what no train row need have held: other words, numbers up to a million times beyond the train
/// range, dates of other centuries, the other of two truth values, images that are black, white and noise. A kind of
/// change that `answers` refuses for a column (a gap that no step fills) is left out of that column.
Table check_rows(const Schema& schema, const Table& raw, const std::function<bool(const Table&)>& answers,
                 uint64_t seed = 0, int64_t most = 1000);

}  // namespace plumb
