#pragma once

#include <iosfwd>

#include "plumb/deploy/trained.h"

namespace plumb {

enum class PredictionFormat { csv, jsonl, arrow };

/// The columns of CSV with types: those named in `id` as they are, what is called as words, the rest as numbers.
Table prediction_table(const Table& rows, const std::vector<std::string>& id, const std::vector<Answer>& answers);

/// Writes a row of answers for each row, in order, behind the columns named in `id`, as CSV or JSON lines.
///
/// CSV: `passenger,survived,probability_no,probability_yes`; several targets: `<target>_probability_<label>`.
/// `first`: whether these rows are the first ones, behind a header.
/// JSON lines: {"passenger": 892, "survived": "no", "probabilities": {"no": 0.9, "yes": 0.1}}.
void write_predictions(std::ostream& out, PredictionFormat format, const Table& rows,
                       const std::vector<std::string>& id, const std::vector<Answer>& answers, bool first = true);

}  // namespace plumb
