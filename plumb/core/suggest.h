#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plumb {

/// The known word nearest to a mistyped one, or "" where none is near. A swap of two letters counts as one edit.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// `; did you mean "mean"?`, or "" where nothing is near: the end of a message about an unknown word.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

/// "a, b, c", for messages.
std::string join(const std::vector<std::string>& words, std::string_view separator = ", ");

}  // namespace plumb
