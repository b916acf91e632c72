#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    layer_sample("flatten",
                 [](Inputs& in) {
                   return in.rows({6, 5, 3});
                 }),
    layer_sample("flatten", [](Inputs& in) { return in.rows({5}); }),
    layer_sample("add",
                 [](Inputs& in) {
                   return Values{in.rows({5}), in.rows({5}), in.rows({5})};
                 }),
    layer_sample("concatenate",
                 [](Inputs& in) {
                   return Values{in.rows({4, 2}), in.rows({4, 3})};
                 }),
    layer_sample("concatenate: {axis: 1}",
                 [](Inputs& in) {
                   return Values{in.rows({4, 2}), in.rows({1, 2})};
                 }),
    takes_any_shape("flatten"),
};

}  // namespace
}  // namespace plumb::contract
