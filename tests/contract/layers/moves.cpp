// Layers that move numbers and learn nothing.
#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

const auto image = [](Inputs& in) { return in.rows({5, 4, 3}); };
const auto sequence = [](Inputs& in) { return in.rows({5, 3}); };
const auto line = [](Inputs& in) { return in.rows({12}); };

[[maybe_unused]] const bool sampled[] = {
    layer_sample("zero_padding2d", image),
    layer_sample("zero_padding2d: {padding: [0, 2]}", image),
    layer_sample("zero_padding2d: {padding: [[1, 0], [2, 3]]}", image),
    layer_sample("cropping2d", image),
    layer_sample("cropping2d: 1", image),
    layer_sample("cropping2d: {cropping: [[1, 0], [2, 1]]}", image),
    layer_sample("up_sampling2d", image),
    layer_sample("up_sampling2d: {size: [1, 3]}", image),
    layer_sample("up_sampling2d: {interpolation: bilinear}", image),
    layer_sample("up_sampling2d: {size: [3, 4], interpolation: bilinear}", image),
    layer_sample("zero_padding1d", sequence),
    layer_sample("zero_padding1d: {padding: [0, 2]}", sequence),
    layer_sample("cropping1d", sequence),
    layer_sample("cropping1d: {cropping: [2, 0]}", sequence),
    layer_sample("up_sampling1d", sequence),
    layer_sample("up_sampling1d: 3", sequence),
    layer_sample("reshape: [3, 4]", line),
    layer_sample("reshape: [2, -1, 2]", line),
    layer_sample("reshape: [6, 10]", image),
    layer_sample("reshape: -1", image),
    layer_sample("reshape: [1, 1]", [](Inputs& in) { return in.rows({}); }),
    layer_sample("permute: [2, 1]",
                 [](Inputs& in) {
                   return in.rows({4, 3});
                 }),
    layer_sample("permute: [3, 1, 2]", image),
    layer_sample("repeat_vector: 3", line),
};

}  // namespace
}  // namespace plumb::contract
