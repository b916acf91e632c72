#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plumb {

/// The known word nearest to a mistyped one, or "" where none is near. A swap of two letters counts as one edit;
/// case and underscores do not count. Abbreviations are understood: `lr`, `mse`, `BatchNorm`.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// `; did you mean "mean"?`, or "" where nothing is near: the end of a message about an unknown word.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

/// Whether one of `words` is this one, case, underscores, dashes and blanks aside.
bool contains_word(const std::vector<std::string>& words, std::string_view word);

/// "a, b, c", for messages.
std::string join(const std::vector<std::string>& words, std::string_view separator = ", ");

}  // namespace plumb
