#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

// The engine's own operator, which its rewrite of the loss's gradient leads to.
[[maybe_unused]] const bool sampled = training_sample("sparse_softmax_crossentropy_grad", "rows", [](Inputs& in) {
  const Value logits = in.rows({7}, {-5, 5}), labels = in.codes({}, 7), dy = in.rows({});
  return apply(find_operator("sparse_softmax_crossentropy_grad"), {logits, labels, dy});
});

}  // namespace
}  // namespace plumb::contract
