#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("dropout: {rate: 0.3}", [](Inputs& in) { return in.rows({37}); }),
    layer_sample("dropout: {rate: 0}", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("dropout: {rate: 0.4, noise_shape: [null, 1, 6]}",
                 [](Inputs& in) {
                   return in.rows({5, 6});
                 }),
    layer_sample("dropout: {rate: 0.4, noise_shape: [1, null, 1]}",  // one mask for all rows
                 [](Inputs& in) {
                   return in.rows({9, 6});
                 }),
    layer_sample("dropout: {rate: 0.4, noise_shape: [1, 1]}", [](Inputs& in) { return in.rows({5}); }),
};

}  // namespace
}  // namespace plumb::contract
