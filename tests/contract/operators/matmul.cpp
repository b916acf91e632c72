#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("matmul", "rows by a matrix",
           [](Inputs& in) {
             return matmul(in.rows({5}), in.whole({5, 3}));
           }),
    sample("matmul", "second transposed",
           [](Inputs& in) {
             return matmul(in.rows({5}), in.whole({3, 5}), {.transpose_b = true});
           }),
    sample("matmul", "first transposed",
           [](Inputs& in) { return matmul(in.rows({5}), in.rows({3}), {.transpose_a = true}); }),
    sample("matmul", "both transposed",
           [](Inputs& in) {
             return matmul(in.whole({5, 4}), in.rows({5}), {.transpose_a = true, .transpose_b = true});
           }),
    sample("matmul", "stacks",
           [](Inputs& in) {
             return matmul(in.rows({2, 4, 5}), in.rows({2, 5, 3}));
           }),
    sample("matmul", "stacks, second transposed",
           [](Inputs& in) {
             return matmul(in.rows({4, 5}), in.rows({3, 5}), {.transpose_b = true});
           }),
    sample("matmul", "stacks, first transposed",
           [](Inputs& in) {
             return matmul(in.rows({5, 4}), in.rows({5, 3}), {.transpose_a = true});
           }),
    sample("matmul", "with bias and relu",
           [](Inputs& in) {
             const Value y = matmul(in.rows({33}), in.whole({33, 20}));
             return relu(y + expand(in.whole({20}), y, {.axes = {0}}));
           }),
};

}  // namespace
}  // namespace plumb::contract
