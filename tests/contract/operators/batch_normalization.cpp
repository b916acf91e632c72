#include "plumb/graph/operators.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

Value built(std::string_view op, const Values& in) { return apply(find_operator(op), in, Number{1e-2}); }

[[maybe_unused]] const bool sampled[] = {
    training_sample("channel_moments", "rows", [](Inputs& in) { return channel_moments(in.rows({7})); }),
    training_sample("channel_moments", "images, far from zero",
                    [](Inputs& in) {
                      return channel_moments(in.rows({5, 4, 19}, {9, 11}));
                    }),
    training_sample("batch_normalization", "rows",
                    [](Inputs& in) {
                      return batch_normalization(in.rows({7}), in.whole({7}, {0.5, 2}), in.whole({7}), 1e-2);
                    }),
    training_sample("batch_normalization", "images, a sum and relu",
                    [](Inputs& in) {
                      const Value x = in.rows({3, 5, 21}), other = in.rows({3, 5, 21});
                      return relu(other + batch_normalization(x, in.whole({21}), in.whole({21}), 1e-2));
                    }),
    training_sample(
        "normalize_channels", "images",
        [](Inputs& in) {
          const Value x = in.rows({3, 2, 18});
          return built("normalize_channels", {x, in.whole({2, 18}, {0.5, 2}), in.whole({18}), in.whole({18})});
        }),
    training_sample("normalize_channels_sums", "images",
                    [](Inputs& in) {
                      const Value x = in.rows({3, 2, 18}), dy = in.rows({3, 2, 18});
                      return built("normalize_channels_sums", {x, in.whole({2, 18}, {0.5, 2}), dy});
                    }),
    training_sample(
        "normalize_channels_grad", "images",
        [](Inputs& in) {
          const Value x = in.rows({3, 2, 18}), dy = in.rows({3, 2, 18}), pairs = in.whole({2, 18}, {0.5, 2});
          return built("normalize_channels_grad", {x, pairs, in.whole({18}), dy, in.whole({2, 18})});
        }),
};

}  // namespace
}  // namespace plumb::contract
