#include "plumb/graph/operators/attention.h"

#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

// Sizes of heads and sequences on both sides of whole vectors and of the blocks of the kernel.
[[maybe_unused]] const bool sampled[] = {
    sample("attention", "two heads",
           [](Inputs& in) {
             return attention(in.rows({5, 3 * 6}), {}, {}, {.heads = 2});
           }),
    sample("attention", "lengths",
           [](Inputs& in) {
             const Value qkv = in.rows({7, 3 * 8});
             return attention(qkv, in.codes({}, 9), {}, {.heads = 1});
           }),
    sample("attention", "causal, lengths",
           [](Inputs& in) {
             const Value qkv = in.rows({9, 3 * 10});
             return attention(qkv, in.codes({}, 10), {}, {.heads = 2, .causal = true});
           }),
    sample("attention", "causal",
           [](Inputs& in) {
             return attention(in.rows({4, 3 * 4}), {}, {}, {.heads = 1, .causal = true});
           }),
    training_sample("attention", "several blocks of queries",
                    [](Inputs& in) {
                      return attention(in.rows({70, 3 * 34}, {-1, 1}), in.codes({}, 71), {}, {.heads = 2});
                    }),
    training_sample("attention", "several blocks of queries, causal",
                    [](Inputs& in) {
                      return attention(in.rows({37, 3 * 16}, {-1, 1}), {}, {}, {.heads = 1, .causal = true});
                    }),
    training_sample("attention", "dropped probabilities",
                    [](Inputs& in) {
                      const Value qkv = in.rows({37, 3 * 8}), step = in.whole_codes({}, 1000);
                      return attention(qkv, {}, step, {.heads = 2, .drop = {.rate = 0.25, .seed = 5, .stream = 3}});
                    }),
    training_sample("attention", "dropped probabilities, causal, lengths",
                    [](Inputs& in) {
                      const Value qkv = in.rows({6, 3 * 8}), lengths = in.codes({}, 7);
                      return attention(qkv, lengths, in.whole_codes({}, 1000),
                                       {.heads = 2, .causal = true, .drop = {.rate = 0.5, .seed = 5, .stream = 3}});
                    }),
    sample("attention", "a window",
           [](Inputs& in) {
             return attention(in.rows({9, 3 * 6}), {}, {}, {.heads = 2, .window = 3});
           }),
    sample("attention", "a window of the step itself",
           [](Inputs& in) {
             return attention(in.rows({5, 3 * 4}), {}, {}, {.heads = 1, .window = 1});
           }),
    training_sample(
        "attention", "several blocks of queries, a window, lengths",
        [](Inputs& in) {
          return attention(in.rows({90, 3 * 34}, {-1, 1}), in.codes({}, 91), {}, {.heads = 2, .window = 20});
        }),
    training_sample("attention", "several blocks of queries, a window, causal, dropped probabilities",
                    [](Inputs& in) {
                      const Value qkv = in.rows({90, 3 * 8}, {-1, 1}), step = in.whole_codes({}, 1000);
                      return attention(qkv, {}, step,
                                       {.heads = 2, .causal = true, .window = 33, .drop = {.rate = 0.25, .seed = 5}});
                    }),
    training_sample("attention_grad", "lengths",
                    [](Inputs& in) {
                      const Value qkv = in.rows({5, 3 * 6}), dy = in.rows({5, 6});
                      return attention_grad(qkv, dy, in.codes({}, 6), {}, {.heads = 2});
                    }),
    training_sample("attention_grad", "dropped probabilities, causal",
                    [](Inputs& in) {
                      const Value qkv = in.rows({5, 3 * 6}), dy = in.rows({5, 6}), step = in.whole_codes({}, 9);
                      return attention_grad(qkv, dy, {}, step,
                                            {.heads = 3, .causal = true, .drop = {.rate = 0.5, .seed = 2}});
                    }),
    sample("attention_mask", "lengths",
           [](Inputs& in) {
             const Value scores = in.rows({2, 5, 5});
             return scores * attention_mask(scores, in.codes({}, 6), false);
           }),
    sample("attention_mask", "causal, lengths",
           [](Inputs& in) {
             const Value scores = in.rows({2, 5, 5});
             return scores * attention_mask(scores, in.codes({}, 6), true);
           }),
    sample("attention_mask", "a window, lengths",
           [](Inputs& in) {
             const Value scores = in.rows({2, 5, 5});
             return scores * attention_mask(scores, in.codes({}, 6), false, 2);
           }),
    sample("attention_mask", "a window, causal",
           [](Inputs& in) {
             const Value scores = in.rows({2, 5, 5});
             return scores * attention_mask(scores, {}, true, 3);
           }),
    sample("attention_mask", "causal",
           [](Inputs& in) {
             const Value scores = in.rows({1, 4, 4});
             return scores * attention_mask(scores, {}, true);
           }),
};

}  // namespace
}  // namespace plumb::contract
