#include "plumb/graph/operators/mean_of_members.h"

#include "plumb/graph/operators/rules.h"

/// mean_of_members: a mean over axis 1 that can be told from other means.
namespace plumb {
namespace {

const Operator& op = define({
    .name = "mean_of_members",
    .shape =
        [](const Node& n) {
          Shape y = n.in[0].shape();
          require(y.size() >= 2, "mean_of_members: needs [rows, members, …], not {}", y);
          y.erase(y.begin() + 1);
          return y;
        },
    .decompose = [](const Node& n) { return reduce(n.in[0], {.axes = {1}, .mean = true}); },
});

}  // namespace

Value mean_of_members(Value answers) { return apply(op, {answers}); }

}  // namespace plumb
