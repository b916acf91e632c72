#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/table.h"
#include "plumb/prepare/step.h"

namespace plumb {

/// Which columns a step may act on, and how a message says so.
struct Fits {
  bool (*fits)(const Column& column);
  std::string_view what;  // "numbers"
};
extern const Fits fits_numbers;     // number, integer, boolean
extern const Fits fits_quantities;  // number, integer: a flag is not measured on a scale
extern const Fits fits_categories;
extern const Fits fits_texts;
extern const Fits fits_words;  // category, text
extern const Fits fits_images;

/// The columns that a step acts on: those asked for, each of which must be there and fit; where none is named, every
/// column that `fits` and is not among `context.targets`.
///
///     for (const auto& name : select("standardize", columns, train.chunks()[0], context, fits_quantities)) …
///
/// `or_named`: what a named column may also be (booleans are standardized when asked for, not unasked).
std::vector<std::string> select(std::string_view step, const std::vector<std::string>& asked, const Table& rows,
                                const StepContext& context, const Fits& fits, const Fits* or_named = nullptr);

/// A name for a new column: `name`, with underscores behind it until it is not taken; it is from now on.
std::string free_name(std::string name, std::set<std::string>& taken);

/// All words of a column that are not missing, as messages and CSV files show them; numbers too ("3").
std::vector<std::string> present_words(const Rows& train, const std::string& column);
/// All numbers of a column that are not missing.
std::vector<double> present_numbers(const Rows& train, const std::string& column);

}  // namespace plumb
