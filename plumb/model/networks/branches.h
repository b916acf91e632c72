#pragma once

#include <functional>

#include "plumb/model/architecture.h"

namespace plumb {

// What named networks share.

inline bool is_image(const InputSpec& input) { return input.shape.size() == 3; }
inline bool is_code(const InputSpec& input) { return input.type == Type::s32; }
/// A sequence of codes of words, with its length.
inline bool is_text(const InputSpec& input) { return is_code(input) && !input.lengths.empty(); }

/// A branch for each input.
Branches branches_for(const NetworkContext& context, const std::function<Layers(const InputSpec&)>& layers);

/// What makes one line of numbers of an input: nothing for numbers, flatten for images, an embedding for codes, the
/// mean of the words' vectors for a text.
Layers flat_layers(const InputSpec& input);

/// Length of the vectors for so many different codes: their root, but 2 to 50.
int64_t embedding_length(int64_t codes);

}  // namespace plumb
