#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("batch_normalization", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("batch_normalization: {momentum: 0.9, epsilon: 0.01}",
                 [](Inputs& in) {
                   return in.rows({4, 3, 6});
                 }),
    layer_sample("batch_normalization: {center: false, scale: false}", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("layer_normalization", [](Inputs& in) { return in.rows({9}); }),
    layer_sample("layer_normalization: {epsilon: 0.01}",
                 [](Inputs& in) {
                   return in.rows({3, 9});
                 }),
};

}  // namespace
}  // namespace plumb::contract
