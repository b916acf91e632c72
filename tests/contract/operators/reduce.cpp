#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("reduce", "all",
           [](Inputs& in) {
             return reduce(in.rows({3, 5}), {});
           }),
    sample("reduce", "the mean of all",
           [](Inputs& in) {
             return reduce(in.rows({3, 5}), {.mean = true});
           }),
    sample("reduce", "rows",
           [](Inputs& in) {
             return reduce(in.rows({3, 5}), {.axes = {0}});
           }),
    sample("reduce", "the last axis",
           [](Inputs& in) {
             return reduce(in.rows({3, 17}), {.axes = {-1}, .mean = true});
           }),
    sample("reduce", "an axis within",
           [](Inputs& in) {
             return reduce(in.rows({3, 5, 4}), {.axes = {2}});
           }),
    sample("reduce", "all but channels",
           [](Inputs& in) {
             return reduce(in.rows({3, 5, 4}), {.axes = {0, 1, 2}, .mean = true});
           }),
    sample("reduce", "axes apart",
           [](Inputs& in) {
             return reduce(in.rows({3, 5, 4}), {.axes = {0, 2}});
           }),
    sample("reduce", "height and width",
           [](Inputs& in) {
             return reduce(in.rows({3, 5, 4}), {.axes = {1, 2}});
           }),
    sample("expand", "a bias",
           [](Inputs& in) {
             const Value x = in.rows({5, 3});
             return expand(in.whole({3}), x, {.axes = {0, 1}}) * x;
           }),
    sample("expand", "a scalar",
           [](Inputs& in) {
             return expand(in.whole({}), in.rows({3, 2}), {});
           }),
    sample("expand", "a number a row",
           [](Inputs& in) {
             return expand(in.rows({}), in.rows({3, 2}), {.axes = {1, 2}, .mean = true});
           }),
    sample("expand", "along an axis within",
           [](Inputs& in) {
             return expand(in.rows({4}), in.rows({3, 4}), {.axes = {1}});
           }),
    sample("reduce_max", "the last axis",
           [](Inputs& in) {
             return reduce_max(in.rows({3, 17}), {.axes = {-1}});
           }),
    sample("reduce_max", "all",
           [](Inputs& in) {
             return reduce_max(in.rows({3, 5}), {});
           }),
    sample("reduce_max", "height and width",
           [](Inputs& in) {
             return reduce_max(in.rows({4, 5, 3}), {.axes = {1, 2}});
           }),
    sample("reduce_max", "ties share",
           [](Inputs& in) {
             const Value x = in.rows({4});
             return reduce_max(concatenate({x, x}, 1), {.axes = {1}});
           }),
};

}  // namespace
}  // namespace plumb::contract
