#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/prepare/step.h"

/// What steps share that look words up, in C++ and in ONNX. "" among the words is a gap.
namespace plumb {

/// The place of each cell's word in `words`; where it is not among them, their number.
///
///     word_places(Column of [ulm, null, rome], {"bonn", "ulm"});       // 1, 2, 2
///     word_places(Column of [ulm, null, rome], {"ulm", ""});           // 0, 1, 2
std::vector<size_t> word_places(const Column& cells, const std::vector<std::string>& words);

/// The same as ONNX, with a row of numbers for each word: float64 [rows, width]. `table` has a row for each word, then
/// one for all others.
std::string emit_word_table(onnx::Columns& columns, const std::string& column, const std::vector<std::string>& words,
                            const std::vector<double>& table, int64_t width);

/// Every word of a category or text as `change` leaves it; nothing, or "", is a gap.
Column change_words(const Column& cells,
                    const std::function<std::optional<std::string>(std::string_view word)>& change);

}  // namespace plumb
