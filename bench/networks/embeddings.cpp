#include "bench/support/network.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/concatenate.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/embedding.h"

namespace plumb::bench {

/// A table whose categories are many: 26 of 100,000 each, beside 13 numbers; 41.6 million weights.
static Network embeddings(bool) {
  Symbols all{input("numbers", {13})};
  for (int i = 0; i < 26; ++i)
    all.push_back(input({.name = fmt::format("c{:02}", i), .type = Type::s32, .codes = 100000}) |
                  Embedding{100000, 16});
  return Network({{"target", all | Concatenate{} | Dense{128, relu} | Dense{64, relu} | Dense{2, softmax}}});
}

[[maybe_unused]] static const bool registered = add({.name = "embeddings",
                                                     .title = "table with 26 categories of 100,000",
                                                     .batches = {256},
                                                     .classes = 2,
                                                     .make = embeddings});

}  // namespace plumb::bench
