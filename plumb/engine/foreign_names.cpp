#include "plumb/engine/foreign_names.h"

#include <algorithm>
#include <set>

namespace plumb {
namespace {

const std::set<std::string> recurrent_words{"weight_ih", "weight_hh", "weight_hr", "bias_ih", "bias_hh"};
const std::set<std::string> keras_cells{"simple_rnn_cell", "lstm_cell", "gru_cell"};
const std::set<std::string> words_of_cells{"kernel", "recurrent_kernel", "bias"};
const std::set<std::string> parts_of_block{"linear1", "linear2", "norm1", "norm2"};

std::string under(const std::string& unit, const std::string& part, char separator) {
  return unit.empty() || part.empty() ? unit + part : unit + separator + part;
}

/// Reads names by what stands beside them in the file.
class Names {
 public:
  explicit Names(const std::map<std::string, TensorBytes>& tensors) {
    for (const auto& [name, tensor] : tensors) all_.insert(spelt(name));
  }

  ForeignName read(const std::string& name) const {
    auto [unit, word] = cut(name);
    ForeignName is{.unit = unit, .word = word};
    const auto [layer, cell] = cut(unit);
    if (keras_cells.contains(cell) && words_of_cells.contains(word)) is.unit = layer;
    if (!torch_recurrent(is) && !keras_direction(is)) {
      torch_attention(is);
      keras_attention(is);
      torch_block(is);
    }
    return is;
  }

 private:
  bool has(const std::string& unit, const std::string& name) const {
    return all_.contains(under(spelt(unit), name, '/'));
  }

  bool torch_recurrent(ForeignName& is) const {
    std::string word = is.word;
    const bool back = word.ends_with("_reverse");
    if (back) word.resize(word.rfind('_'));
    const size_t at = word.rfind("_l");
    if (at == std::string::npos || !recurrent_words.contains(word.substr(0, at))) return false;
    if (has(is.unit, "weight_ih_l0_reverse")) is.part = back ? "backward" : "forward";
    if (has(is.unit, "weight_ih_l1")) is.unit = under(is.unit, word.substr(at + 1), '.');
    is.word = word.substr(0, at);
    return true;
  }

  bool keras_direction(ForeignName& is) const {
    const auto [unit, layer] = cut(is.unit);
    const auto there = [&, of = unit](const char* direction) {
      const std::string begins = under(spelt(of), direction, '/');
      const auto found = all_.lower_bound(begins);
      return found != all_.end() && found->starts_with(begins);
    };
    for (const auto& [prefix, part] : {std::pair("forward_", "forward"), std::pair("backward_", "backward")})
      if (layer.starts_with(prefix) && there("forward_") && there("backward_")) {
        is = {.unit = unit, .part = part, .word = is.word};
        return true;
      }
    return false;
  }

  void torch_attention(ForeignName& is) const {
    if (is.word == "in_proj_weight" || is.word == "in_proj_bias")
      is = {.unit = is.unit, .part = "in_proj", .word = is.word.substr(is.word.rfind('_') + 1)};
    else if (const auto [unit, layer] = cut(is.unit); layer == "out_proj" && has(unit, "in_proj_weight"))
      is = {.unit = unit, .part = layer, .word = is.word};
  }

  void keras_attention(ForeignName& is) const {
    const auto [unit, layer] = cut(is.unit);
    if (!has(unit, "query/kernel") || !has(unit, "key/kernel") || !has(unit, "value/kernel")) return;
    if (layer == "query" || layer == "key" || layer == "value")
      is = {.unit = unit, .part = "in_proj", .word = layer + "/" + is.word};
    else if (layer == "attention_output" || layer == "gate")
      is = {.unit = unit, .part = layer == "gate" ? layer : "out_proj", .word = is.word};
  }

  /// nn.TransformerEncoderLayer.
  void torch_block(ForeignName& is) const {
    const auto [unit, layer] = cut(is.unit);
    if (!has(unit, "self_attn/in_proj_weight") || !has(unit, "linear1/weight")) return;
    if (!is.part.empty() && layer == "self_attn")
      is = {.unit = unit, .part = layer + "/" + is.part, .word = is.word};
    else if (is.part.empty() && parts_of_block.contains(layer))
      is = {.unit = unit, .part = layer, .word = is.word};
  }

  std::set<std::string> all_;
};

/// What PyTorch calls a layer that is inside one of ours; empty where there are no words for it.
std::string part_in(const std::string& kind, const std::string& layer, const std::vector<std::string>& beside) {
  if (kind == "bidirectional") return layer == beside.front() ? "forward" : "backward";
  if (kind == "multi_head_attention")
    return layer == beside.front() ? "in_proj" : layer == beside.back() ? "out_proj" : "gate";
  if (kind == "transformer_encoder") {
    if (without_number(layer) == "multi_head_attention") return "self_attn";
    if (without_number(layer) == "dense") return layer == "dense" ? "linear1" : "linear2";
    return layer == "layer_normalization" ? "norm1" : "norm2";
  }
  return {};
}

/// The layers directly in one of ours, in order.
std::vector<std::string> layers_in(const std::string& block, const std::vector<std::string>& layers) {
  std::vector<std::string> inside;
  for (const std::string& layer : layers)
    if (layer.starts_with(block + "/")) {
      const std::string name = layer.substr(block.size() + 1, layer.find('/', block.size() + 1) - block.size() - 1);
      if (std::find(inside.begin(), inside.end(), name) == inside.end()) inside.push_back(name);
    }
  return inside;
}

}  // namespace

std::string spelt(std::string name) {
  if (name.ends_with(":0")) name.resize(name.size() - 2);
  std::replace(name.begin(), name.end(), '.', '/');
  return name;
}

std::pair<std::string, std::string> cut(const std::string& name) {
  const std::string whole = name.ends_with(":0") ? name.substr(0, name.size() - 2) : name;
  const size_t at = whole.find_last_of("./");
  return at == std::string::npos ? std::pair(std::string(), whole)
                                 : std::pair(whole.substr(0, at), whole.substr(at + 1));
}

std::string without_number(std::string name) {
  const size_t end = name.find_last_not_of("0123456789");
  if (end != std::string::npos && end + 1 < name.size() && name[end] == '_') name.resize(end);
  return name;
}

std::string ForeignName::layer() const {
  const char separator = unit.find('/') == std::string::npos ? '.' : '/';
  std::string of_unit = part;
  std::replace(of_unit.begin(), of_unit.end(), '/', separator);
  return under(unit, of_unit, separator);
}

std::map<std::string, ForeignName> foreign_names(const std::map<std::string, TensorBytes>& tensors) {
  const Names names(tensors);
  std::map<std::string, ForeignName> all;
  for (const auto& [name, tensor] : tensors) {
    const std::string word = cut(name).second;
    if (word != "num_batches_tracked" && word != "seed_generator_state") all[name] = names.read(name);
  }
  return all;
}

std::map<std::string, ForeignName> own_names(const std::vector<std::string>& layers) {
  std::map<std::string, ForeignName> all;
  for (const std::string& layer : layers) {
    ForeignName is;
    for (size_t end = 0; end != std::string::npos;) {
      const size_t begin = end == 0 ? 0 : end + 1;
      end = layer.find('/', begin);
      const std::string block = layer.substr(0, begin == 0 ? 0 : begin - 1), name = layer.substr(begin, end - begin);
      const std::string part = part_in(without_number(cut(block).second), name, layers_in(block, layers));
      if (is.part.empty() && part.empty())
        is.unit = under(is.unit, name, '/');
      else
        is.part = under(is.part, part.empty() ? name : part, '/');
    }
    all[layer] = is;
  }
  return all;
}

}  // namespace plumb
