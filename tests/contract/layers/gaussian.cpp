#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("gaussian_noise: 0.3", [](Inputs& in) { return in.rows({37}); }),
    layer_sample("gaussian_noise: {stddev: 0}", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("gaussian_dropout: 0.3",
                 [](Inputs& in) {
                   return in.rows({4, 3, 5});
                 }),
    layer_sample("gaussian_dropout: {rate: 0}", [](Inputs& in) { return in.rows({5}); }),
    takes_any_shape("gaussian_noise"),
    takes_any_shape("gaussian_dropout"),
};

}  // namespace
}  // namespace plumb::contract
