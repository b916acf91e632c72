#include "plumb/engine/foreign_layer.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace plumb {
namespace {

using Floats = std::vector<float>;
using Tensor = ForeignLayer::Tensor;

/// What Keras and PyTorch call our tensors where they do not call them the same.
const std::map<std::string, std::vector<std::string>> other_words{
    {"kernel", {"weight", "depthwise_kernel", "weight_ih", "query/kernel"}},
    {"recurrent_kernel", {"weight_hh"}},
    {"bias", {"bias_ih", "query/bias"}},
    {"gamma", {"weight", "scale"}},
    {"beta", {"bias"}},
    {"embeddings", {"weight"}},
    {"moving_mean", {"running_mean"}},
    {"moving_variance", {"running_var", "moving_var"}},
};
const std::set<std::string> torch_words_of_channels{"weight", "bias", "running_mean", "running_var"};

bool is_kernel(const std::string& word) { return word.ends_with("kernel"); }

Floats floats(const TensorBytes& tensor) {
  Floats values(tensor.bytes.size() / sizeof(float));
  std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(float));
  return values;
}

/// Axis i of the result is axis order[i] of x.
Floats permuted(const Floats& x, const Shape& shape, const std::vector<size_t>& order) {
  Shape strides(shape.size(), 1), to;
  for (size_t i = shape.size() - 1; i-- > 0;) strides[i] = strides[i + 1] * shape[i + 1];
  for (const size_t axis : order) to.push_back(shape[axis]);
  Floats out(x.size());
  Shape at(to.size(), 0);
  for (float& value : out) {
    int64_t from = 0;
    for (size_t i = 0; i < at.size(); ++i) from += at[i] * strides[order[i]];
    value = x[static_cast<size_t>(from)];
    for (size_t i = at.size(); i-- > 0;) {
      if (++at[i] < to[i]) break;
      at[i] = 0;
    }
  }
  return out;
}

/// Gates r z n, as PyTorch's GRU orders the first axis, in our order z r n.
void swap_gates(Floats& x) {
  const auto third = static_cast<std::ptrdiff_t>(x.size() / 3);
  std::swap_ranges(x.begin(), x.begin() + third, x.begin() + third);
}

/// Rows of `width` numbers, row i of the result being row order[i].
Floats reordered(const Floats& x, const std::vector<int64_t>& order) {
  const auto width = static_cast<std::ptrdiff_t>(x.size() / order.size());
  Floats out;
  for (const int64_t row : order) out.insert(out.end(), x.begin() + row * width, x.begin() + (row + 1) * width);
  return out;
}

/// [out, 1, height, width] are the filters of [height, width, channels, filters of a channel].
bool is_depthwise(const Shape& wanted, const Shape& s) {
  return s[1] == 1 && wanted.size() == 4 && wanted[0] == s[2] && wanted[1] == s[3] && wanted[2] * wanted[3] == s[0];
}

/// PyTorch puts what comes out first and what goes in second; the window stands behind both.
Converted turned(const TensorBytes& tensor, const OwnTensor& own) {
  const Shape& s = tensor.shape;
  const Floats x = floats(tensor);
  if (s.size() == 4)
    return {.shape = is_depthwise(own.shape, s) ? own.shape : Shape{s[2], s[3], s[1], s[0]},
            .values = permuted(x, s, {2, 3, 1, 0}),
            .from = {}};
  if (s.size() == 3) return {.shape = {s[2], s[1], s[0]}, .values = permuted(x, s, {2, 1, 0}), .from = {}};
  if (s.size() != 2) return {.shape = s, .values = x, .from = {}};
  Converted kernel{.shape = {s[1], s[0]}, .values = permuted(x, s, {1, 0}), .from = {}};
  if (own.order && static_cast<int64_t>(own.order->size()) == s[1])
    kernel.values = reordered(kernel.values, *own.order);
  return kernel;
}

/// Queries, keys and values, each [n, heads, size] or [heads, size], beside each other: [n, all] or [all].
std::optional<Converted> joined(const ForeignLayer& layer, const OwnTensor& own) {
  Converted all;
  Shape sizes;
  std::vector<Floats> parts;
  int64_t rows = 1;
  for (const char* part : {"query", "key", "value"}) {
    const std::string word = std::string(part) + "/" + own.word;
    const auto found = layer.tensors.find(word);
    if (found == layer.tensors.end()) return {};
    const Shape& s = found->second.stored.shape;
    if (s.size() < 2 || (sizes.size() > 0 && is_kernel(own.word) && s[0] != rows)) return {};
    if (is_kernel(own.word)) rows = s[0];
    parts.push_back(floats(found->second.stored));
    sizes.push_back(count(s) / rows);
    all.from.insert(word);
  }
  const int64_t width = sizes[0] + sizes[1] + sizes[2];
  for (int64_t row = 0; row < rows; ++row)
    for (size_t i = 0; i < parts.size(); ++i)
      all.values.insert(all.values.end(), parts[i].begin() + row * sizes[i], parts[i].begin() + (row + 1) * sizes[i]);
  all.shape = is_kernel(own.word) ? Shape{rows, width} : Shape{width};
  return all;
}

Converted gates(const TensorBytes& tensor, const OwnTensor& own) {
  if (tensor.shape.size() != 2) return {.shape = tensor.shape, .values = floats(tensor), .from = {}};
  Floats x = floats(tensor);
  if (own.is_gru) swap_gates(x);
  return {.shape = {tensor.shape[1], tensor.shape[0]}, .values = permuted(x, tensor.shape, {1, 0}), .from = {}};
}

/// PyTorch adds a second bias to the product of the state; only a GRU needs both.
std::optional<Converted> gate_biases(const ForeignLayer& layer, const OwnTensor& own) {
  const auto of_input = layer.tensors.find("bias_ih"), of_state = layer.tensors.find("bias_hh");
  if (of_input == layer.tensors.end() || of_state == layer.tensors.end() ||
      of_state->second.stored.shape != of_input->second.stored.shape)
    return {};
  Converted bias{.shape = of_input->second.stored.shape,
                 .values = floats(of_input->second.stored),
                 .from = {"bias_ih", "bias_hh"}};
  Floats state = floats(of_state->second.stored);
  if (own.is_gru) {
    swap_gates(bias.values), swap_gates(state);
    bias.shape.insert(bias.shape.begin(), 2);
    bias.values.insert(bias.values.end(), state.begin(), state.end());
  } else {
    std::transform(state.begin(), state.end(), bias.values.begin(), bias.values.begin(), std::plus());
  }
  return bias;
}

/// Whether `to` is `from` with axes beside each other made one: the same numbers in the same order.
bool is_merged(const Shape& from, const Shape& to) {
  size_t at = 0;
  for (const int64_t size : to) {
    int64_t product = 1;
    while (at < from.size() && product < size) product *= from[at++];
    if (product != size) return false;
  }
  while (at < from.size() && from[at] == 1) ++at;
  return at == from.size();
}

/// The heads of Keras's attention are axes of their own.
bool has_heads(const ForeignLayer& layer) {
  return layer.of.part.ends_with("out_proj") || layer.of.part.ends_with("gate");
}

Converted laid_out(const ForeignLayer& layer, const Tensor& tensor, const OwnTensor& own) {
  if (tensor.word == "weight_ih" || tensor.word == "weight_hh") return gates(tensor.stored, own);
  const bool fits = tensor.stored.shape == own.shape;
  const bool of_torch = tensor.word == "weight" || (tensor.word != own.word && !fits);
  if (is_kernel(own.word) && of_torch) return turned(tensor.stored, own);
  Converted same{.shape = tensor.stored.shape, .values = floats(tensor.stored), .from = {}};
  if (has_heads(layer) && is_merged(same.shape, own.shape)) same.shape = own.shape;
  if (own.order && own.word != "bias" && fits && torch_words_of_channels.contains(tensor.word) &&
      own.order->size() == same.values.size())
    same.values = reordered(same.values, *own.order);
  return same;
}

}  // namespace

std::optional<Converted> converted(const ForeignLayer& layer, const OwnTensor& own) {
  std::vector<std::string> words{own.word};
  if (const auto others = other_words.find(own.word); others != other_words.end())
    words.insert(words.end(), others->second.begin(), others->second.end());
  for (const std::string& word : words) {
    const auto found = layer.tensors.find(word);
    if (found == layer.tensors.end()) continue;
    if (word.starts_with("query/")) return joined(layer, own);
    if (found->second.word == "bias_ih") return gate_biases(layer, own);
    Converted numbers = laid_out(layer, found->second, own);
    numbers.from = {word};
    return numbers;
  }
  return {};
}

}  // namespace plumb
