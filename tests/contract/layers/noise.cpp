#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

const auto image = [](Inputs& in) { return in.rows({5, 4, 3}); };
const auto sequence = [](Inputs& in) { return in.rows({5, 3}); };

[[maybe_unused]] const bool sampled[] = {
    layer_sample("spatial_dropout2d: 0.4", image),
    layer_sample("spatial_dropout2d: 0", image),
    layer_sample("spatial_dropout1d: 0.4", sequence),
    layer_sample("spatial_dropout1d: 0", sequence),
    layer_sample("drop_path: 0.4", image),
    layer_sample("drop_path: 0.25", [](Inputs& in) { return in.rows({6}); }),
};

}  // namespace
}  // namespace plumb::contract
