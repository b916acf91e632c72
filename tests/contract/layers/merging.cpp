#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

Values two(Inputs& in) { return {in.rows({4, 3}), in.rows({4, 3})}; }
Values three(Inputs& in) { return {in.rows({5}), in.rows({5}), in.rows({5})}; }

[[maybe_unused]] const bool sampled[] = {
    layer_sample("maximum", three), layer_sample("minimum", three), layer_sample("multiply", three),
    layer_sample("average", three), layer_sample("subtract", two),  layer_sample("maximum", two),
};

}  // namespace
}  // namespace plumb::contract
