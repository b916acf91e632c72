#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("stop_gradient", "a factor",
           [](Inputs& in) {
             const Value x = in.rows({3});
             return stop_gradient(x) * x;
           }),
};

}  // namespace
}  // namespace plumb::contract
