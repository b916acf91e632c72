// LabelEncoder (ai.onnx.ml): words to numbers and back.
#include <unordered_map>

#include "plumb/onnx/operation.h"

namespace plumb::onnx {
namespace {

using Words = std::vector<std::string>;
using Numbers = std::vector<int64_t>;

template <class Key, class To>
Tensor encode(const Call& call, Element to, const std::vector<Key>& keys, const std::vector<To>& targets,
              const To& otherwise) {
  if (keys.size() != targets.size()) call.refuse(fmt::format("has {} keys and {} values", keys.size(), targets.size()));
  std::unordered_map<Key, To> table;
  for (size_t i = 0; i < keys.size(); ++i) table.emplace(keys[i], targets[i]);
  const Tensor& x = call.at(0);
  Tensor y = zeros(to, x.shape);
  const auto& from = values<Key>(x);
  for (size_t i = 0; i < from.size(); ++i) {
    const auto found = table.find(from[i]);
    values<To>(y)[i] = found == table.end() ? otherwise : found->second;
  }
  return y;
}

Tensor label_encoder(const Call& call) {
  const bool of_words = call.node.find("keys_strings") != nullptr,
             to_words = call.node.find("values_strings") != nullptr;
  if (of_words != (call.at(0).element == Element::text)) call.refuse("got strings for numbers, or numbers for strings");
  const auto word_keys = call.attribute<Words>("keys_strings", {}),
             word_values = call.attribute<Words>("values_strings", {});
  const auto keys = call.wholes("keys_int64s"), numbers = call.wholes("values_int64s");
  const auto other_word = call.attribute<std::string>("default_string", "_Unused");
  const int64_t other = call.whole("default_int64", -1);
  if (of_words && to_words) return encode(call, Element::text, word_keys, word_values, other_word);
  if (of_words) return encode(call, Element::s64, word_keys, numbers, other);
  if (to_words) return encode(call, Element::text, keys, word_values, other_word);
  return encode(call, Element::s64, keys, numbers, other);
}

[[maybe_unused]] const bool registered = add_operation("LabelEncoder", label_encoder);

}  // namespace
}  // namespace plumb::onnx
