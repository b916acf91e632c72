#include "plumb/train/fingerprint.h"

#include "plumb/core/hash.h"

namespace plumb {

std::string fingerprint_of(const Network& network, const TrainOptions& options, const TrainSettings& settings,
                           const Batches& batches) {
  Entry of_options = write_options(options);
  for (const char* free : {"epochs", "checkpoint", "on_nan"}) of_options.erase(free);
  const std::string all = to_json(network.write(), -1) + to_json(of_options, -1) + std::to_string(settings.seed);
  uint64_t hash = hash_bytes(all.data(), all.size());
  for (const TensorRows& tensor : batches.tensors())
    hash = hash_bytes(tensor.data.get(), tensor.row_bytes() * static_cast<size_t>(tensor.rows), hash);
  return hash_text(hash);
}

}  // namespace plumb
