#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("reconstruction_error: {layers: [{dense: {units: 2, activation: tanh}}, {dense: {units: 5}}]}",
                 [](Inputs& in) { return in.rows({5}); }),
    layer_sample("reconstruction_error: {layers: [{gaussian_noise: 0.2}, {dense: {units: 3}}]}",
                 [](Inputs& in) { return in.rows({3}); }),
};

}  // namespace
}  // namespace plumb::contract
