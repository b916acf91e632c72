#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled = layer_sample("ordinal_probabilities", [](Inputs& in) { return in.rows({4}); });

}  // namespace
}  // namespace plumb::contract
