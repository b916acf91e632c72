#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

const Window halves{.size = {2, 2}, .stride = {2, 2}};
const Window overlapping{.size = {3, 2}, .stride = {2, 1}, .pads = {1, 0, 0, 1}};
const Window counting{.size = {3, 2}, .stride = {2, 1}, .pads = {1, 0, 0, 1}, .count_padding = true};

[[maybe_unused]] const bool sampled[] = {
    sample("max_pool2d", "halves",
           [](Inputs& in) {
             return max_pool2d(in.rows({6, 4, 3}), halves);
           }),
    sample("max_pool2d", "an odd image",
           [](Inputs& in) {
             return max_pool2d(in.rows({7, 5, 17}), halves);
           }),
    sample("max_pool2d", "overlapping and padded, all below zero",
           [](Inputs& in) {
             return max_pool2d(in.rows({6, 5, 3}, {-3, -1}), overlapping);
           }),
    sample("max_pool2d", "after relu",
           [](Inputs& in) {
             return max_pool2d(relu(in.rows({6, 4, 3})), halves);
           }),
    training_sample("max_pool2d_grad", "halves",
                    [](Inputs& in) {
                      const Value x = in.rows({6, 4, 3});
                      return max_pool2d_grad(x, max_pool2d(x, halves), in.rows({3, 2, 3}), halves);
                    }),
    training_sample("max_pool2d_grad", "overlapping and padded",
                    [](Inputs& in) {
                      const Value x = in.rows({6, 5, 3});
                      return max_pool2d_grad(x, max_pool2d(x, overlapping), in.rows({3, 5, 3}), overlapping);
                    }),
    training_sample("max_pool2d_pick", "halves",
                    [](Inputs& in) {
                      const Value x = in.rows({6, 4, 3});
                      return max_pool2d_pick(x, max_pool2d(x, halves), in.rows({6, 4, 3}), halves);
                    }),
    training_sample("max_pool2d_pick", "overlapping and padded",
                    [](Inputs& in) {
                      const Value x = in.rows({6, 5, 3});
                      return max_pool2d_pick(x, max_pool2d(x, overlapping), in.rows({6, 5, 3}), overlapping);
                    }),
    sample("average_pool2d", "halves",
           [](Inputs& in) {
             return average_pool2d(in.rows({6, 4, 3}), halves);
           }),
    sample("average_pool2d", "padding not counted",
           [](Inputs& in) {
             return average_pool2d(in.rows({6, 5, 3}), overlapping);
           }),
    sample("average_pool2d", "padding counted",
           [](Inputs& in) {
             return average_pool2d(in.rows({6, 5, 3}), counting);
           }),
    training_sample("average_pool2d_grad", "halves",
                    [](Inputs& in) {
                      return average_pool2d_grad(in.rows({3, 2, 3}), in.rows({6, 4, 3}), halves);
                    }),
    training_sample("average_pool2d_grad", "padding not counted",
                    [](Inputs& in) {
                      return average_pool2d_grad(in.rows({3, 5, 3}), in.rows({6, 5, 3}), overlapping);
                    }),
    training_sample("average_pool2d_grad", "padding counted",
                    [](Inputs& in) {
                      return average_pool2d_grad(in.rows({3, 5, 3}), in.rows({6, 5, 3}), counting);
                    }),
};

}  // namespace
}  // namespace plumb::contract
