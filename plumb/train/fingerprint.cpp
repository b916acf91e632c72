#include "plumb/train/fingerprint.h"

#include "plumb/core/hash.h"

namespace plumb {
namespace {

uint64_t hash_rows(const std::vector<TensorRows>& tensors, uint64_t hash) {
  for (const TensorRows& tensor : tensors)
    hash = hash_bytes(tensor.data.get(), tensor.row_bytes() * static_cast<size_t>(tensor.rows), hash);
  return hash;
}

}  // namespace

std::string fingerprint_of(const Network& network, const TrainOptions& options, const TrainSettings& settings,
                           const Batches& batches, const RowStream* stream, const TrainRows* valid) {
  Entry of_options = write_options(options);
  for (const char* free : {"epochs", "checkpoint", "on_nan"}) of_options.erase(free);
  const std::string all = to_json(network.write(), -1) + to_json(of_options, -1) + std::to_string(settings.seed);
  uint64_t hash = hash_bytes(all.data(), all.size(), settings.held_out);
  hash =
      stream ? hash_bytes(&stream->fingerprint, sizeof stream->fingerprint, hash) : hash_rows(batches.tensors(), hash);
  if (valid) {  // they decide when a training stops and which weights it keeps
    hash = hash_rows(valid->targets, hash_rows(valid->inputs, hash));
    hash = hash_bytes(valid->weights.data(), valid->weights.size() * sizeof(float), hash);
  }
  return hash_text(hash);
}

}  // namespace plumb
