#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("softmax", "rows",
           [](Inputs& in) {
             return softmax(in.rows({7}, {-5, 5}));
           }),
    sample("softmax", "large logits",
           [](Inputs& in) {
             return softmax(in.rows({17}, {-200, 200}));
           }),
    sample("softmax", "steps of sequences",
           [](Inputs& in) {
             return softmax(in.rows({3, 5}));
           }),
    sample("log_softmax", "rows",
           [](Inputs& in) {
             return log_softmax(in.rows({7}, {-5, 5}));
           }),
    sample("log_softmax", "large logits",
           [](Inputs& in) {
             return log_softmax(in.rows({17}, {-200, 200}));
           }),
    training_sample("sparse_softmax_crossentropy", "rows",
                    [](Inputs& in) {
                      return sparse_softmax_crossentropy(in.rows({7}, {-5, 5}), in.codes({}, 7));
                    }),
    training_sample("sparse_softmax_crossentropy", "large logits",
                    [](Inputs& in) {
                      return sparse_softmax_crossentropy(in.rows({17}, {-200, 200}), in.codes({}, 17));
                    }),
    training_sample("sparse_softmax_crossentropy_grad", "rows",
                    [](Inputs& in) {
                      const Value logits = in.rows({7}, {-5, 5}), labels = in.codes({}, 7);
                      return apply(find_operator("sparse_softmax_crossentropy_grad"), {logits, labels, in.rows({})});
                    }),
};

}  // namespace
}  // namespace plumb::contract
