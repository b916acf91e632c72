#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool sampled[] = {
    sample("sqrt", "positive",
           [](Inputs& in) {
             return sqrt(in.rows({19}, {0.1, 4}));
           }),
    sample("tanh", "wide",
           [](Inputs& in) {
             return tanh(in.rows({19}, {-6, 6}));
           }),
    sample("sigmoid", "wide",
           [](Inputs& in) {
             return sigmoid(in.rows({19}, {-12, 12}));
           }),
    sample("erf", "wide",
           [](Inputs& in) {
             return erf(in.rows({19}, {-4, 4}));
           }),
};

}  // namespace
}  // namespace plumb::contract
