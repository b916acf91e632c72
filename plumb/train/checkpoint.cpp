#include "plumb/train/checkpoint.h"

#include <cstring>

#include "plumb/core/hash.h"
#include "plumb/core/safetensors.h"

namespace plumb {
namespace {

TensorBytes bytes_of(const States::Tensor& tensor) {
  return {.shape = tensor.shape, .type = tensor.type, .bytes = {tensor.data.get(), tensor.bytes()}};
}

void copy_to(States& states, const std::string& name, const TensorBytes& from) {
  std::memcpy(states.at(name, from.shape, from.type).data.get(), from.bytes.data(), from.bytes.size());
}

/// Of names, standing and bytes: a disk may give back other bits than were written.
std::string checksum(const std::map<std::string, TensorBytes>& tensors, const std::string& standing) {
  uint64_t hash = hash_bytes(standing.data(), standing.size());
  for (const auto& [name, tensor] : tensors) {
    hash = hash_bytes(name.data(), name.size(), hash);
    hash = hash_bytes(tensor.bytes.data(), tensor.bytes.size(), hash);
  }
  return hash_text(hash);
}

}  // namespace

void save_checkpoint(const Path& file, const Standing& standing, const States& states, const KeptWeights& kept) {
  std::map<std::string, TensorBytes> tensors;
  for (const auto& [name, tensor] : states.all) tensors[name] = bytes_of(tensor);
  for (const auto& [name, weights] : kept)
    for (const auto& [part, tensor] : weights) tensors["kept/" + name + "/" + part] = bytes_of(tensor);
  const std::string text = to_json(write_options(standing), -1);
  write_safetensors(file, tensors, {{"plumb_training", text}, {"plumb_checksum", checksum(tensors, text)}});
}

Standing load_checkpoint(const Path& file, const std::string& fingerprint, States& states, KeptWeights& kept) {
  const Safetensors saved = read_safetensors(file);
  const auto text = saved.metadata.find("plumb_training");
  if (text == saved.metadata.end()) throw Error("{}: holds weights, but no training to go on with", file.string());
  const auto sum = saved.metadata.find("plumb_checksum");
  if (sum == saved.metadata.end() || sum->second != checksum(saved.tensors, text->second))
    throw Error("{}: is damaged: its bytes are not those that were written", file.string());
  Problems problems;
  const auto standing = read_options<Standing>(parse_json(text->second, file.string()), problems);
  problems.raise();
  if (standing->fingerprint != fingerprint)
    throw OtherTraining(
        "{}: belongs to a training with another network, other options or other data; delete it to start "
        "anew",
        file.string());
  States loaded;
  for (const auto& [name, tensor] : saved.tensors) {
    if (!name.starts_with("kept/")) {
      copy_to(states, name, tensor);
      continue;
    }
    const size_t slash = name.find('/', 5);
    if (slash == std::string::npos) throw Error("{}: tensor \"{}\" has no place", file.string(), name);
    copy_to(loaded, name, tensor);
    kept[name.substr(5, slash - 5)][name.substr(slash + 1)] = loaded.all.at(name);
  }
  return *standing;
}

}  // namespace plumb
