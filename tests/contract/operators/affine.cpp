#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("affine", "scaled and shifted", [](Inputs& in) { return affine(in.rows({3}), -1.5, 0.25); }),
    sample("affine", "of a scalar", [](Inputs& in) { return 1 - in.whole({}); }),
    training_sample("affine", "integers", [](Inputs& in) { return affine(in.codes({3}, 9), 2, 1); }),
};

}  // namespace
}  // namespace plumb::contract
