#include "bench/support/network.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/concatenate.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/embedding.h"

namespace plumb::bench {

/// The table of embeddings.cpp, its embeddings lazy: a step changes only the rows that its batch looked up. PyTorch's
/// is SparseAdam for the embeddings beside AdamW for the rest.
static Network sparse_embeddings(bool) {
  Symbols all{input("numbers", {13})};
  for (int i = 0; i < 26; ++i)
    all.push_back(input({.name = fmt::format("c{:02}", i), .type = Type::s32, .codes = 100000}) |
                  Embedding{.input_dim = 100000, .output_dim = 16, .sparse = true});
  return Network({{"target", all | Concatenate{} | Dense{128, relu} | Dense{64, relu} | Dense{2, softmax}}});
}

[[maybe_unused]] static const bool registered = add({.name = "sparse_embeddings",
                                                     .title = "the same table, rows updated lazily",
                                                     .batches = {256},
                                                     .classes = 2,
                                                     .make = sparse_embeddings});

}  // namespace plumb::bench
