#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("position_embedding: 5",
                 [](Inputs& in) {
                   return in.rows({5, 6});
                 }),
    layer_sample("position_embedding: {sequence_length: 9}",
                 [](Inputs& in) {
                   return in.rows({4, 3});
                 }),
    layer_sample("sine_position_encoding",
                 [](Inputs& in) {
                   return in.rows({5, 6});
                 }),
    layer_sample("sine_position_encoding: {max_wavelength: 100}",
                 [](Inputs& in) {
                   return in.rows({3, 5});
                 }),
};

}  // namespace
}  // namespace plumb::contract
