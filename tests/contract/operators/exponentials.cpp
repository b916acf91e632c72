#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("exp", "both signs", [](Inputs& in) { return exp(in.rows({19})); }),
    sample("expm1", "both signs", [](Inputs& in) { return expm1(in.rows({19})); }),
    training_sample("expm1", "near zero",
                    [](Inputs& in) {
                      return expm1(in.rows({19}, {-1e-4, 1e-4})) * 1e4;
                    }),
    sample("log", "positive",
           [](Inputs& in) {
             return log(in.rows({19}, {0.1, 4}));
           }),
    sample("log1p", "above minus one",
           [](Inputs& in) {
             return log1p(in.rows({19}, {-0.9, 4}));
           }),
    training_sample("log1p", "near zero",
                    [](Inputs& in) {
                      return log1p(in.rows({19}, {-1e-4, 1e-4})) * 1e4;
                    }),
};

}  // namespace
}  // namespace plumb::contract
