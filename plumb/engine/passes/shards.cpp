// Into how many parts the batch is cut. Small networks run fastest on one thread: a barrier costs more than it saves.
// Networks over large activations are cut finer than there are threads, so that what one call writes is still in the
// cache when the next one reads it.
#include <algorithm>

#include "plumb/engine/passes/passes.h"

namespace plumb::engine {
namespace {

constexpr int64_t worth_sharing = 2'000'000;  // multiply-adds
// Multiply-adds, against a barrier for each product; convolutions are few and large.
constexpr int64_t worth_parts_in_all = 8'000'000, worth_parts_of_images = 2'000'000;
constexpr int64_t fewest_rows = 16;  // of a shard that is there for the cache; fewer feed products badly
constexpr int64_t cache_bytes = 2 << 20;
constexpr int64_t most_shards = 8;  // each has gradients of its own

struct Cost {
  int64_t work = 0, row_bytes = 0, sum_bytes = 0;  // bytes: of values for each row, and of sums over rows
};

Cost cost_of(const Prepared& prepared, const RowsOf& rows_of) {
  Cost cost;
  for (int id = 0; id < prepared.graph->size(); ++id) {
    const auto i = static_cast<size_t>(id);
    const Node& node = prepared.graph->node(id);
    if (!prepared.live[i] || node.in.empty() || node.op->view || is_source(node)) continue;
    cost.work += multiply_adds(node) + 4 * count(node.shape());  // a pass over memory is dear
    const int64_t bytes = 4 * count(node.shape());
    if (rows_of.rows[i] == Rows::each) cost.row_bytes += bytes;
    if (rows_of.rows[i] == Rows::sum) cost.sum_bytes += bytes;
  }
  return cost;
}

}  // namespace

int64_t count_shards(const Prepared& prepared, const RowsOf& rows_of, int64_t rows, int threads,
                     const EngineSettings& settings) {
  if (settings.shards > 0) return std::min<int64_t>(settings.shards, rows);
  const Cost cost = cost_of(prepared, rows_of);
  if (cost.work < worth_sharing) return 1;
  if (settings.any_threads) return std::min(most_shards, rows);
  int64_t shards = threads;
  const int64_t most = std::max<int64_t>(most_shards, threads);
  while (shards + threads <= most && rows / (shards + threads) >= fewest_rows &&
         cost.row_bytes / shards > cache_bytes && cost.sum_bytes * (shards + threads) < cost.row_bytes)
    shards += threads;
  return std::min(shards, rows);
}

bool worth_parts(const Prepared& prepared, const EngineSettings& settings) {
  if (settings.updates || settings.any_threads) return false;
  int64_t work = 0, of_images = 0;
  for (int id = 0; id < prepared.graph->size(); ++id) {
    const Node& node = prepared.graph->node(id);
    const bool product = node.op->name == "matmul" || node.op->name == "attention" || node.op->name.ends_with("_steps");
    if (prepared.live[static_cast<size_t>(id)] && product) work += multiply_adds(node);
    if (prepared.live[static_cast<size_t>(id)] && node.op->name == "conv2d") of_images += multiply_adds(node);
  }
  return work >= worth_parts_in_all || of_images >= worth_parts_of_images;
}

}  // namespace plumb::engine
