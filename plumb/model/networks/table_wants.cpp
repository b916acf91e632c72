#include "plumb/model/networks/table_wants.h"

#include <algorithm>

namespace plumb {
namespace {

constexpr int64_t rows_to_learn_columns = 3'000;  // with fewer, vectors of bins learn the rows by heart
constexpr int64_t rows_of_a_value = 20;           // on average, for its vector to be learned
constexpr int64_t most_values = 256;
constexpr int64_t batches = 30;  // an epoch, of small tables
constexpr int64_t largest_batch = 256;
constexpr int64_t patience = 12;      // epochs
constexpr int64_t most_epochs = 200;  // early stopping ends nearly all before

}  // namespace

Entry normal_numbers_want() {
  return parse_json(R"([{"quantile_transform": {"output_distribution": "normal"}}])", "steps of a network");
}

Entry paired_columns_want(const TableFacts& facts) {
  return facts.rows >= rows_to_learn_columns ? parse_json(R"(["pair_features"])", "steps of a network") : Entry();
}

Entry embedded_columns_want(const TableFacts& facts) {
  const int64_t values = std::clamp<int64_t>(facts.rows / rows_of_a_value, 3, most_values);
  const char* bins = facts.rows >= rows_to_learn_columns ? R"({"embedding_bins": {"by": "tree"}}, )" : "";
  return parse_json(fmt::format(R"([{{"quantile_transform": {{"output_distribution": "normal"}}}}, {}
                                    {{"values_as_codes": {{"most": {}}}}}])",
                                bins, values),
                    "steps of a network");
}

Entry table_training_wants(const TableFacts& facts, double learning_rate, int64_t blind_epochs) {
  const int64_t batch = std::clamp<int64_t>(facts.rows / batches, 1, largest_batch);
  Entry train = parse_json(fmt::format(R"({{"optimizer": {{"adamw": {{"learning_rate": {}, "weight_decay": 0.01}}}},
                                           "epochs": {}, "batch_size": {}, "clip_norm": 1}})",
                                       learning_rate, facts.has_valid ? most_epochs : blind_epochs, batch),
                           "training of a network");
  if (facts.has_valid)
    train.set(
        "callbacks",
        parse_json(fmt::format(R"([{{"early_stopping": {{"monitor": "valid_loss", "patience": {}}}}}])", patience),
                   "callbacks of a network"));
  return train;
}

}  // namespace plumb
