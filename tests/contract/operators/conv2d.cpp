#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

const Window plain{.size = {3, 2}};
const Window strided{.size = {3, 3}, .stride = {2, 2}, .pads = {1, 0, 1, 1}};

[[maybe_unused]] const bool sampled[] = {
    sample("conv2d", "plain",
           [](Inputs& in) {
             return conv2d(in.rows({6, 5, 3}), in.whole({3, 2, 3, 4}), plain);
           }),
    sample("conv2d", "strided and padded unevenly",
           [](Inputs& in) {
             return conv2d(in.rows({7, 6, 3}), in.whole({3, 3, 3, 5}), strided);
           }),
    sample("conv2d", "of one pixel",
           [](Inputs& in) {
             return conv2d(in.rows({4, 5, 6}), in.whole({1, 1, 6, 3}), {});
           }),
    sample("conv2d", "cells that no window reaches",
           [](Inputs& in) {
             return conv2d(in.rows({6, 6, 2}), in.whole({2, 2, 2, 3}), {.size = {2, 2}, .stride = {3, 3}});
           }),
    sample("conv2d", "with bias and relu",
           [](Inputs& in) {
             const Window same = same_padding({.size = {3, 3}}, {1, 8, 8, 1});
             const Value y = conv2d(in.rows({8, 8, 1}), in.whole({3, 3, 1, 16}), same);
             return relu(y + expand(in.whole({16}), y, {.axes = {0, 1, 2}}));
           }),
    sample("conv2d", "few channels to many",
           [](Inputs& in) {
             return conv2d(in.rows({9, 10, 3}), in.whole({5, 5, 3, 33}), {.size = {5, 5}});
           }),
    sample("conv2d", "many channels",
           [](Inputs& in) {
             return conv2d(in.rows({6, 6, 24}), in.whole({3, 3, 24, 40}), {.size = {3, 3}, .pads = {1, 1, 1, 1}});
           }),
    sample(
        "conv2d", "channels in blocks, 3 by 3",
        [](Inputs& in) {
          const Value y = conv2d(in.rows({5, 6, 16}), in.whole({3, 3, 16, 32}), {.size = {3, 3}, .pads = {1, 0, 1, 2}});
          return relu(y + expand(in.whole({32}), y, {.axes = {0, 1, 2}}));
        }),
    sample("conv2d", "with bias, relu and pooling",
           [](Inputs& in) {
             const Value y = conv2d(in.rows({10, 10, 1}), in.whole({3, 3, 1, 16}), {.size = {3, 3}});
             const Window two{.size = {2, 2}, .stride = {2, 2}};
             return max_pool2d(relu(y + expand(in.whole({16}), y, {.axes = {0, 1, 2}})), two);
           }),
    training_sample("conv2d_grad_input", "plain",
                    [](Inputs& in) {
                      return conv2d_grad_input(in.rows({4, 4, 4}), in.whole({3, 2, 3, 4}), in.rows({6, 5, 3}), plain);
                    }),
    training_sample("conv2d_grad_input", "strided and padded unevenly",
                    [](Inputs& in) {
                      return conv2d_grad_input(in.rows({4, 3, 5}), in.whole({3, 3, 3, 5}), in.rows({7, 6, 3}), strided);
                    }),
    training_sample("conv2d_grad_weights", "plain",
                    [](Inputs& in) {
                      return conv2d_grad_weights(in.rows({6, 5, 3}), in.rows({4, 4, 4}), in.whole({3, 2, 3, 4}), plain);
                    }),
    training_sample(
        "conv2d_grad_weights", "strided and padded unevenly",
        [](Inputs& in) {
          return conv2d_grad_weights(in.rows({7, 6, 3}), in.rows({4, 3, 5}), in.whole({3, 3, 3, 5}), strided);
        }),
};

}  // namespace
}  // namespace plumb::contract
