#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("cast", "codes to numbers", [](Inputs& in) { return cast(in.codes({5}, 9), Type::f32); }),
    training_sample("cast", "numbers to codes, towards zero",
                    [](Inputs& in) { return cast(in.rows({19}), Type::s32); }),
};

}  // namespace
}  // namespace plumb::contract
