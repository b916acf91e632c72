#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plumb/deploy/trained.h"

namespace plumb {

/// What an exported graph calls rows: of a class its code by row; of a set 1 or 0 by row and label; of numbers nothing.
using Calls = std::vector<int64_t>;

/// A row that is called otherwise than our answer says, and not for want of digits: the probability would have to
/// change by more than the tolerance (agreement.h) before we said the same.
struct WrongCall {
  size_t row = 0;
  std::string target = {}, ours = {}, theirs = {};
};
/// The first one, if there is one; `calls[i]` are those of `answers[i]`.
std::optional<WrongCall> wrong_call(const std::vector<Answer>& answers, const std::vector<Calls>& calls);

}  // namespace plumb
