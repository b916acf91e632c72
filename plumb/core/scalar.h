#pragma once

#include <string>
#include <variant>

namespace plumb {

/// One value of a table or an option whose type is not known beforehand. `monostate` is missing.
using Scalar = std::variant<std::monostate, bool, int64_t, double, std::string>;

/// As a person would write it; "" for missing.
std::string text(const Scalar& value);
/// The number in it (true is 1); NaN for text and missing.
double as_double(const Scalar& value);

}  // namespace plumb
