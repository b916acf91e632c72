#include "plumb/engine/foreign_weights.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>

#include "plumb/core/suggest.h"

namespace plumb {
namespace {

using Tensors = std::map<std::string, TensorBytes>;

/// What stands before the last part of a name, and that part: "encoder.0" and "weight".
std::pair<std::string, std::string> cut(std::string name) {
  if (const size_t colon = name.rfind(":0"); colon != std::string::npos && colon + 2 == name.size()) name.resize(colon);
  const size_t at = name.find_last_of("./");
  return at == std::string::npos ? std::pair(std::string(), name) : std::pair(name.substr(0, at), name.substr(at + 1));
}

/// Numbers in names count as numbers: "layers.2" before "layers.10".
struct Natural {
  bool operator()(const std::string& a, const std::string& b) const {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
      if (digit(a[i]) && digit(b[j])) {
        const size_t p = i, q = j;
        while (i < a.size() && digit(a[i])) ++i;
        while (j < b.size() && digit(b[j])) ++j;
        if (i - p != j - q) return i - p < j - q;
        if (const int order = a.compare(p, i - p, b, q, j - q)) return order < 0;
      } else if (a[i] != b[j]) {
        return a[i] < b[j];
      } else {
        ++i, ++j;
      }
    }
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }
};
using Layers = std::map<std::string, Tensors, Natural>;

/// The image [height, width, channels] whose flattened rows go into this kernel, or nothing.
Shape image_before(const Graph& graph, const std::string& kernel) {
  for (int id = 0; id < graph.size(); ++id) {
    const Node& node = graph.node(id);
    if (node.op->name != "matmul") continue;
    const auto named = [&](const Parameter& p) { return p.name == kernel && p.value == node.in[1]; };
    if (std::none_of(graph.parameters.begin(), graph.parameters.end(), named)) continue;
    const Node& before = node.in[0].node();
    if (before.op->name == "merge_dims" && before.in[0].rank() == 4)
      return {before.in[0].shape().begin() + 1, before.in[0].shape().end()};
  }
  return {};
}

using Floats = std::vector<float>;
Floats floats(const TensorBytes& tensor) {
  Floats values(tensor.bytes.size() / sizeof(float));
  std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
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

struct Converted {
  Shape shape;
  Floats values;
};

/// Gates r z n, as PyTorch's GRU orders the first axis, in our order z r n.
void swap_gates(Converted& x) {
  const size_t third = x.values.size() / 3;
  std::swap_ranges(x.values.begin(), x.values.begin() + static_cast<std::ptrdiff_t>(third),
                   x.values.begin() + static_cast<std::ptrdiff_t>(third));
}

class Source {
 public:
  Source(const Tensors& layer, const Graph& graph) : layer_(layer), graph_(graph) {}

  /// The values for a tensor here, by its whole name, or nothing where the file's layer has none.
  std::optional<Converted> find(const std::string& name, const Shape& wanted) const {
    const std::string word = cut(name).second;
    if (const TensorBytes* same = at(word)) {
      if (same->shape == wanted) return plain(word);
      Converted other = turned(*same, name, wanted);  // PyTorch's, where `names` gave it the word
      return other.shape == wanted ? std::move(other) : *plain(word);
    }
    if (word == "moving_mean") return plain("running_mean");
    if (word == "moving_variance") return at("running_var") ? plain("running_var") : plain("moving_var");
    if (word == "beta") return plain("bias");
    if (word == "gamma" || word == "embeddings") return plain("weight");
    if (word == "kernel" && at("weight")) return turned(*at("weight"), name, wanted);
    if (word == "kernel") return at("depthwise_kernel") ? plain("depthwise_kernel") : gates("weight_ih_l0", wanted);
    if (word == "recurrent_kernel") return gates("weight_hh_l0", wanted);
    if (word == "bias" && at("bias_ih_l0")) return gate_bias(wanted);
    return {};
  }

 private:
  const TensorBytes* at(const std::string& word) const {
    const auto found = layer_.find(word);
    return found == layer_.end() ? nullptr : &found->second;
  }
  std::optional<Converted> plain(const std::string& word) const {
    const TensorBytes* tensor = at(word);
    return tensor ? std::optional(Converted{tensor->shape, floats(*tensor)}) : std::nullopt;
  }

  /// PyTorch puts what comes out first and what goes in second; the window stands behind both.
  Converted turned(const TensorBytes& tensor, const std::string& name, const Shape& wanted) const {
    const Shape& s = tensor.shape;
    if (s.size() == 4 && s[1] == 1 && is_depthwise(wanted, s))
      return Converted{wanted, permuted(floats(tensor), s, {2, 3, 1, 0})};
    if (s.size() == 4) return Converted{{s[2], s[3], s[1], s[0]}, permuted(floats(tensor), s, {2, 3, 1, 0})};
    if (s.size() == 3) return Converted{{s[2], s[1], s[0]}, permuted(floats(tensor), s, {2, 1, 0})};
    if (s.size() != 2) return Converted{s, floats(tensor)};
    const Shape image = image_before(graph_, name);
    if (image.empty() || wanted != Shape{s[1], s[0]})
      return Converted{{s[1], s[0]}, permuted(floats(tensor), s, {1, 0})};
    const Shape split{s[0], image[2], image[0], image[1]};  // [out, channels, height, width]
    return Converted{{s[1], s[0]}, permuted(floats(tensor), split, {2, 3, 1, 0})};
  }

  /// Whether [out, 1, height, width] are the filters of [height, width, channels, filters of a channel].
  static bool is_depthwise(const Shape& wanted, const Shape& s) {
    return wanted.size() == 4 && wanted[0] == s[2] && wanted[1] == s[3] && wanted[2] * wanted[3] == s[0];
  }

  std::optional<Converted> gates(const std::string& word, const Shape& wanted) const {
    const TensorBytes* tensor = at(word);
    if (!tensor || tensor->shape.size() != 2) return {};
    Converted x{tensor->shape, floats(*tensor)};
    if (is_gru(wanted.back())) swap_gates(x);
    return Converted{{x.shape[1], x.shape[0]}, permuted(x.values, x.shape, {1, 0})};
  }
  std::optional<Converted> gate_bias(const Shape& wanted) const {
    auto input = plain("bias_ih_l0"), state = plain("bias_hh_l0");
    if (!input || !state || input->shape != state->shape || input->shape.size() != 1) return {};
    if (wanted.size() == 2) {  // a GRU keeps both
      swap_gates(*input), swap_gates(*state);
      input->values.insert(input->values.end(), state->values.begin(), state->values.end());
      return Converted{{2, input->shape[0]}, input->values};
    }
    for (size_t i = 0; i < state->values.size(); ++i) input->values[i] += state->values[i];
    return input;
  }
  bool is_gru(int64_t width) const {
    const TensorBytes* state = at("weight_hh_l0");
    return state && state->shape.size() == 2 && width == 3 * state->shape[1];
  }

  const Tensors& layer_;
  const Graph& graph_;
};

std::string shapes_of(const Tensors& tensors) {
  std::vector<std::string> words;
  for (const auto& [name, tensor] : tensors) words.push_back(fmt::format("{} {}", name, tensor.shape));
  return join(words);
}

std::string list(const char* of, const Layers& layers) {
  std::string text = of;
  for (const auto& [name, tensors] : layers) text += fmt::format("\n  {}: {}", name, shapes_of(tensors));
  return text;
}

class Matcher {
 public:
  Matcher(const Graph& graph, const Tensors& given, const WeightChoice& choice, States& states, const std::string& file)
      : graph_(graph), choice_(choice), file_(file) {
    for (const auto& [name, place] : weights_of(graph, states)) ours_[cut(name).first][cut(name).second] = place;
    in_order();
    for (const auto& [name, tensor] : given) {
      auto [layer, word] = renamed(name);
      if (word != "num_batches_tracked") theirs_[layer][word] = tensor;
    }
    check_names(given);
  }

  void set() {
    std::map<std::string, std::string> sources = by_name();
    add_by_order(sources);
    std::vector<std::pair<const TensorBytes*, Floats>> all;
    for (const std::string& layer : wanted_) {
      const auto source = sources.find(layer);
      if (source == sources.end())
        throw Error(
            "{}: has nothing for layer {}; say which of its layers it is, as `names: {{theirs: {}}}`, or leave it "
            "out of `layers`.\n{}\n{}",
            file_, layer, layer, list("here:", ours_), list("in the file:", theirs_));
      const Source from(theirs_.at(source->second), graph_);
      for (const auto& [word, place] : ours_.at(layer))
        all.emplace_back(&place, values(layer, word, place, source->second, from));
    }
    for (const auto& [place, values] : all)  // all of them fit
      std::memcpy(const_cast<std::byte*>(place->bytes.data()), values.data(), place->bytes.size());
  }

 private:
  /// The layers that are asked for, in the order of the network.
  void in_order() {
    std::vector<std::string>& all = all_;
    const auto add = [&](const std::string& name) {
      const std::string layer = cut(name).first;
      if (std::find(all.begin(), all.end(), layer) == all.end()) all.push_back(layer);
    };
    for (const Parameter& parameter : graph_.parameters) add(parameter.name);
    for (const State& state : graph_.states) add(state.name);
    for (const std::string& layer : choice_.layers) {
      const auto in_it = [&](const std::string& name) { return name == layer || name.starts_with(layer + "/"); };
      if (std::none_of(all.begin(), all.end(), in_it))
        throw Error("train.from.layers: there is no layer \"{}\" with weights{}; there are {}", layer,
                    did_you_mean(layer, all), join(all));
    }
    for (const std::string& name : all) {
      const auto asked = [&](const std::string& layer) { return name == layer || name.starts_with(layer + "/"); };
      if (choice_.layers.empty() || std::any_of(choice_.layers.begin(), choice_.layers.end(), asked))
        wanted_.push_back(name);
    }
  }

  /// Layer and word of a name of the file, after `names`: of the whole weight, or of the longest part before it.
  std::pair<std::string, std::string> renamed(const std::string& name) const {
    if (const auto whole = choice_.names.find(name); whole != choice_.names.end()) return cut(whole->second);
    auto [layer, word] = cut(name);
    std::string rest;
    for (std::string head = layer; !head.empty();) {
      if (const auto found = choice_.names.find(head); found != choice_.names.end()) {
        layer = found->second + rest;
        break;
      }
      const size_t at = head.find_last_of("./");
      rest = at == std::string::npos ? rest : "/" + head.substr(at + 1) + rest;
      head = at == std::string::npos ? "" : head.substr(0, at);
    }
    return {layer, word};
  }

  void check_names(const Tensors& given) const {
    for (const auto& [theirs, here] : choice_.names) {
      const auto used = [&](const auto& item) {
        const std::string& name = item.first;
        return name == theirs || name.starts_with(theirs + ".") || name.starts_with(theirs + "/");
      };
      std::vector<std::string> known;
      for (const auto& [name, tensor] : given) known.push_back(cut(name).first);
      if (std::none_of(given.begin(), given.end(), used))
        throw Error("train.from.names: {} has no layer or weight \"{}\"{}; it has {}", file_, theirs,
                    did_you_mean(theirs, known), join(known));
    }
  }

  std::map<std::string, std::string> by_name() const {
    std::map<std::string, std::string> sources;
    for (const auto& [theirs, tensors] : theirs_) {
      std::string spelt = theirs;
      std::replace(spelt.begin(), spelt.end(), '.', '/');
      if (ours_.contains(spelt)) sources[spelt] = theirs;
    }
    return sources;
  }

  /// What no name says: the one layer that is left, or layers that the file only numbers.
  void add_by_order(std::map<std::string, std::string>& sources) const {
    std::vector<std::string> here, in_file;
    std::set<std::string> used, without_numbers;
    for (const auto& [layer, source] : sources) used.insert(source);
    for (const std::string& layer : all_)
      if (!sources.contains(layer)) here.push_back(layer);
    for (const auto& [layer, tensors] : theirs_)
      if (!used.contains(layer)) {
        in_file.push_back(layer);
        std::string words = layer;
        std::erase_if(words, [](char c) { return c >= '0' && c <= '9'; });
        without_numbers.insert(words);
      }
    if (here.size() != in_file.size() || without_numbers.size() > 1) return;
    for (size_t i = 0; i < here.size(); ++i) sources[here[i]] = in_file[i];
  }

  Floats values(const std::string& layer, const std::string& word, const TensorBytes& place, const std::string& source,
                const Source& from) const {
    for (const auto& [name, tensor] : theirs_.at(source))
      if (tensor.type != Type::f32)
        throw Error("{}: {} of {} is {}; weights are read as f32, so save it as that", file_, name, source,
                    text(tensor.type));
    const auto converted = from.find(layer + "/" + word, place.shape);
    if (!converted)
      throw Error("{}: its layer {} has no weights that are the {} of {} here; it has {}", file_, source, word, layer,
                  shapes_of(theirs_.at(source)));
    if (converted->shape != place.shape)
      throw Error(
          "{}: the {} of {} is {} in our layout, and {} needs {}; for a head of other classes leave {} out of "
          "`layers`, and it begins anew",
          file_, word, source, converted->shape, layer, place.shape, layer);
    return converted->values;
  }

  const Graph& graph_;
  const WeightChoice& choice_;
  const std::string& file_;
  Layers ours_, theirs_;
  std::vector<std::string> all_, wanted_;  // layers here, in the order of the network
};

}  // namespace

void set_foreign_weights(const Graph& graph, const Tensors& given, const WeightChoice& choice, States& states,
                         const std::string& file) {
  Matcher(graph, given, choice, states, file).set();
}

}  // namespace plumb
