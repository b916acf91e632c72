#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("merge_dims", "all but rows",
           [](Inputs& in) {
             return merge_dims(in.rows({3, 4, 5}), 1, 3);
           }),
    sample("merge_dims", "rows too",
           [](Inputs& in) {
             return merge_dims(in.rows({3, 4}), 0, 2);
           }),
    sample("merge_dims", "a new one",
           [](Inputs& in) {
             return merge_dims(in.rows({3, 4}), 1, 0);
           }),
    sample("split_dim", "the last",
           [](Inputs& in) {
             return split_dim(in.rows({3, 12}), 2, {2, -1});
           }),
    sample("split_dim", "rows out of rows and steps",
           [](Inputs& in) {
             return split_dim(merge_dims(in.rows({3, 4}), 0, 2), 0, {-1, 3});
           }),
    sample("split_dim", "none",
           [](Inputs& in) {
             return split_dim(in.rows({3, 1}), 2, {});
           }),
    sample("permute", "within a row",
           [](Inputs& in) {
             return permute(in.rows({3, 4, 5}), {0, 3, 1, 2});
           }),
    sample("permute", "rows last",
           [](Inputs& in) {
             return permute(in.rows({3, 4}), {1, 2, 0});
           }),
    sample("concatenate", "the last axis",
           [](Inputs& in) {
             return concatenate({in.rows({2, 3}), in.rows({2, 1}), in.rows({2, 4})}, -1);
           }),
    sample("concatenate", "rows",
           [](Inputs& in) {
             return concatenate({in.rows({3}), in.rows({3})}, 0);
           }),
    sample("concatenate", "of one input twice",
           [](Inputs& in) {
             const Value x = in.rows({2, 3});
             return concatenate({x, x}, 1);
           }),
    sample("slice", "the last axis",
           [](Inputs& in) {
             return slice(in.rows({3, 7}), -1, 2, 5);
           }),
    sample("slice", "an axis within",
           [](Inputs& in) {
             return slice(in.rows({5, 3}), 1, 1, 2);
           }),
    training_sample("slice_grad", "the last axis",
                    [](Inputs& in) {
                      return slice_grad(in.rows({3, 3}), in.rows({3, 7}), 2, 2);
                    }),
    training_sample("slice_grad", "an axis within",
                    [](Inputs& in) {
                      return slice_grad(in.rows({2, 3}), in.rows({5, 3}), 1, 3);
                    }),
};

}  // namespace
}  // namespace plumb::contract
