#include "plumb/model/networks/branches.h"

#include <algorithm>
#include <cmath>

#include "plumb/model/layers/dropout.h"
#include "plumb/model/layers/embedding.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/global_average_pooling1d.h"

namespace plumb {

Branches branches_for(const NetworkContext& context, const std::function<Layers(const InputSpec&)>& layers) {
  Branches branches;
  for (const InputSpec& input : context.inputs) branches.branches.emplace_back(input.name, layers(input));
  return branches;
}

Layers flat_layers(const InputSpec& input) {
  constexpr int64_t word_length = 64;
  constexpr double words_dropped = 0.5;  // of the numbers of their vectors: few texts and many words overfit at once
  if (is_text(input)) return {Embedding{input.codes, word_length}, Dropout{words_dropped}, GlobalAveragePooling1D{}};
  Layers layers;
  if (is_code(input)) layers.emplace_back(Embedding{input.codes, embedding_length(input.codes)});
  if (input.shape.size() + (is_code(input) ? 1 : 0) > 1) layers.emplace_back(Flatten{});
  return layers;
}

int64_t embedding_length(int64_t codes) {
  return std::clamp<int64_t>(static_cast<int64_t>(std::ceil(std::sqrt(static_cast<double>(codes)))), 2, 50);
}

}  // namespace plumb
