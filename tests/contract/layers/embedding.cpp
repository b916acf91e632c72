#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("embedding: {input_dim: 9, output_dim: 4}", [](Inputs& in) { return in.codes({}, 9); }),
    layer_sample("embedding: {input_dim: 9, output_dim: 4}", [](Inputs& in) { return in.codes({3}, 9); }),
    layer_sample("embedding: {input_dim: 9, output_dim: 4, sparse: true}", [](Inputs& in) { return in.codes({3}, 9); }),
    takes_any_shape("embedding"),
};

}  // namespace
}  // namespace plumb::contract
