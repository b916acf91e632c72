#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("residual: {layers: [{conv2d: {filters: 3, padding: same, activation: relu}}, "
                 "{conv2d: {filters: 3, padding: same}}], activation: relu}",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
    layer_sample("residual: {layers: [{conv2d: {filters: 4, strides: 2, padding: same}}, batch_normalization]}",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
    layer_sample("residual: {layers: [{dense: {units: 4}}]}", [](Inputs& in) { return in.rows({5}); }),
};

}  // namespace
}  // namespace plumb::contract
