#include "plumb/graph/operators/rules.h"

/// The cross-entropy of softmax(logits) with integer labels, one number a row: -log softmax(logits)[label].
namespace plumb {
namespace {

const Over last{.axes = {-1}};

const Operator& op = define({
    .name = "sparse_softmax_crossentropy",
    .shape =
        [](const Node& n) {
          const Value logits = n.in[0], labels = n.in[1];
          Shape rows = logits.shape();
          if (!rows.empty()) rows.pop_back();
          require(logits.rank() > 0 && labels.shape() == rows,
                  "sparse_softmax_crossentropy: logits {} and labels {} do not fit; labels need {}", logits.shape(),
                  labels.shape(), rows);
          require(labels.type() == Type::s32, "sparse_softmax_crossentropy: labels must be s32, not {}; cast them",
                  text(labels.type()));
          return labels.shape();
        },
    .gradient =
        [](const Node& n, Value dy) {
          const Value logits = n.in[0], labels = n.in[1];
          return Values{(softmax(logits) - one_hot(labels, logits)) * expand(dy, logits, last), {}};
        },
    .decompose =
        [](const Node& n) {
          const Value logits = n.in[0], labels = n.in[1];
          return -reduce(one_hot(labels, logits) * log_softmax(logits), last);
        },
});

}  // namespace

Value sparse_softmax_crossentropy(Value logits, Value labels) { return apply(op, {logits, labels}); }

}  // namespace plumb
