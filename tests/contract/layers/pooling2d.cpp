#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("max_pooling2d",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
    layer_sample("max_pooling2d: {pool_size: 3, strides: 2, padding: same}",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
    layer_sample("average_pooling2d",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
    layer_sample("average_pooling2d: {pool_size: 3, strides: 2, padding: same}",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
    layer_sample("global_max_pooling2d",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
    layer_sample("global_average_pooling2d",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
    layer_sample("global_max_pooling2d: {keepdims: true}",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
    layer_sample("global_average_pooling2d: {keepdims: true}",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
};

}  // namespace
}  // namespace plumb::contract
