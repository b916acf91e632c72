#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("layer_normalization", "rows",
           [](Inputs& in) {
             return layer_normalization(in.rows({9}), in.whole({9}, {0.5, 2}), in.whole({9}), 1e-3);
           }),
    sample("layer_normalization", "steps of sequences, far from zero",
           [](Inputs& in) {
             return layer_normalization(in.rows({3, 17}, {9, 11}), in.whole({17}, {0.5, 2}), in.whole({17}), 1e-5);
           }),
};

[[maybe_unused]] const bool derivatives_sampled[] = {
    training_sample("layer_normalization_grad_input", "rows",
                    [](Inputs& in) {
                      return layer_normalization_grad_input(in.rows({9}), in.whole({9}, {0.5, 2}), in.rows({9}), 1e-3);
                    }),
    training_sample("layer_normalization_grad_input", "steps of sequences",
                    [](Inputs& in) {
                      const Value x = in.rows({3, 37}, {3, 5}), gamma = in.whole({37}, {0.5, 2}), dy = in.rows({3, 37});
                      return layer_normalization_grad_input(x, gamma, dy, 1e-5);
                    }),
    training_sample("layer_normalization_grad_scale", "rows",
                    [](Inputs& in) { return layer_normalization_grad_scale(in.rows({9}), in.rows({9}), 1e-3); }),
    training_sample("layer_normalization_grad_scale", "beside the derivatives by x and by beta",
                    [](Inputs& in) {
                      const Value x = in.rows({3, 37}), dy = in.rows({3, 37}), gamma = in.whole({37});
                      const Value dx = layer_normalization_grad_input(x, gamma, dy, 1e-3);
                      return layer_normalization_grad_scale(x, dy, 1e-3) * reduce(dy, {.axes = {0, 1}}) +
                             reduce(dx, {.axes = {0, 1}});
                    }),
};

}  // namespace
}  // namespace plumb::contract
