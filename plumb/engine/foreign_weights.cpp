#include "plumb/engine/foreign_weights.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "plumb/core/suggest.h"
#include "plumb/engine/channels_first.h"
#include "plumb/engine/foreign_match.h"

namespace plumb {
namespace {

using Tensors = std::map<std::string, TensorBytes>;

/// Tensors of a layer here, by word.
using Places = std::map<std::string, TensorBytes>;

std::string shapes_of(const ForeignLayer& layer) {
  std::vector<std::string> words;
  for (const auto& [key, tensor] : layer.tensors)
    words.push_back(fmt::format("{} {}", tensor.word, tensor.stored.shape));
  return join(words);
}

bool is_inside(const std::string& name, const std::string& layer) {
  return name == layer || name.starts_with(layer + "/");
}

class Matcher {
 public:
  Matcher(const Graph& graph, const Tensors& given, const WeightChoice& choice, States& states, const std::string& file)
      : choice_(choice), file_(file), orders_(channels_first_orders(graph)) {
    for (const auto& [name, place] : weights_of(graph, states)) ours_[cut(name).first][cut(name).second] = place;
    for (const Parameter& parameter : graph.parameters)
      if (!parameter.trainable) neutral_.insert(parameter.name);
    in_order(graph);
    check_targets();
    read(given);
    check_names(given);
  }

  void set() {
    const auto sources = match_.found();
    std::vector<std::pair<const TensorBytes*, std::vector<float>>> all;
    for (const std::string& layer : wanted_) {
      const auto source = sources.find(layer);
      if (source == sources.end())
        throw Error(
            "{}: has nothing for layer {}; say which of its layers it is, as `names: {{theirs: {}}}`, or leave it "
            "out of `layers`.\n{}\n{}",
            file_, layer, layer, listed_here(), listed_there());
      for (auto& [place, values] : values_of(layer, *source->second)) all.emplace_back(place, std::move(values));
    }
    check_nothing_is_left(sources);
    for (const auto& [place, values] : all)  // all of them fit
      std::memcpy(const_cast<std::byte*>(place->bytes.data()), values.data(), place->bytes.size());
  }

 private:
  /// The layers that are asked for, in the order of the network.
  void in_order(const Graph& graph) {
    std::vector<std::string>& all = match_.order;
    const auto add = [&](const std::string& name) {
      const std::string layer = cut(name).first;
      if (std::find(all.begin(), all.end(), layer) == all.end()) all.push_back(layer);
    };
    for (const Parameter& parameter : graph.parameters) add(parameter.name);
    for (const State& state : graph.states) add(state.name);
    match_.own = own_names(all);
    for (const std::string& layer : choice_.layers)
      if (std::none_of(all.begin(), all.end(), [&](const std::string& name) { return is_inside(name, layer); }))
        throw Error("train.from.layers: there is no layer \"{}\" with weights{}; there are {}", layer,
                    did_you_mean(layer, all), join(all));
    for (const std::string& name : all) {
      const auto asked = [&](const std::string& layer) { return is_inside(name, layer); };
      if (choice_.layers.empty() || std::any_of(choice_.layers.begin(), choice_.layers.end(), asked))
        wanted_.push_back(name);
    }
  }

  /// What `names` give must be there: a layer, a block of layers, a part of one, or a weight.
  void check_targets() const {
    for (const auto& [theirs, here] : choice_.names) {
      const std::string name = spelt(here);
      const auto is_there = [&](const std::string& layer) {
        const auto& places = ours_.at(layer);
        return is_inside(layer, name) || is_inside(spelt(match_.own.at(layer).layer()), name) ||
               (cut(name).first == layer && places.contains(cut(name).second));
      };
      if (std::none_of(match_.order.begin(), match_.order.end(), is_there))
        throw Error("train.from.names: {} is given the name \"{}\", which no layer or weight has here{}; there are {}",
                    theirs, here, did_you_mean(here, match_.order), join(match_.order));
    }
  }

  void read(const Tensors& given) {
    std::map<std::string, std::string> names;
    for (const auto& [theirs, here] : choice_.names) names[spelt(theirs)] = spelt(here);
    for (const auto& [name, is] : foreign_names(given)) {
      const TensorBytes& tensor = given.at(name);
      if (const auto whole = names.find(spelt(name)); whole != names.end()) {
        const auto [layer, word] = cut(whole->second);
        put(match_.named[layer], is, word, tensor);
      } else if (const std::string here = renamed(spelt(is.layer()), names); !here.empty()) {
        put(match_.named[here], is, is.word, tensor);
      } else {
        put(match_.others[is.layer()], is, is.word, tensor);
      }
    }
  }

  void put(ForeignLayer& layer, const ForeignName& is, const std::string& key, const TensorBytes& tensor) const {
    if (layer.tensors.contains(key))
      throw Error("train.from.names: {} of {} and of {} would both be the same weights here; name one of them only",
                  key, layer.of.layer(), is.layer());
    layer.of = is;
    layer.tensors[key] = {.stored = tensor, .word = is.word};
  }

  /// What `names` make of a layer: by the longest part that they name. Empty: they do not name it.
  static std::string renamed(const std::string& layer, const std::map<std::string, std::string>& names) {
    for (std::string head = layer; !head.empty(); head = cut(head).first)
      if (const auto found = names.find(head); found != names.end()) return found->second + layer.substr(head.size());
    return {};
  }

  void check_names(const Tensors& given) const {
    const auto names = foreign_names(given);
    for (const auto& [theirs, here] : choice_.names) {
      const auto used = [&, name = spelt(theirs)](const auto& item) {
        return is_inside(spelt(item.first), name) || is_inside(spelt(item.second.layer()), name);
      };
      std::vector<std::string> known;
      for (const auto& [name, is] : names)
        if (known.empty() || known.back() != is.layer()) known.push_back(is.layer());
      if (std::none_of(names.begin(), names.end(), used))
        throw Error("train.from.names: {} has no layer or weight \"{}\"{}; it has {}", file_, theirs,
                    did_you_mean(theirs, known), join(known));
    }
  }

  std::vector<std::pair<const TensorBytes*, std::vector<float>>> values_of(const std::string& layer,
                                                                           const ForeignLayer& source) const {
    const std::string theirs = source.of.layer();
    for (const auto& [key, tensor] : source.tensors)
      if (tensor.stored.type != Type::f32)
        throw Error("{}: {} of {} is {}; weights are read as f32, so save it as that", file_, tensor.word, theirs,
                    text(tensor.stored.type));
    std::vector<std::pair<const TensorBytes*, std::vector<float>>> all;
    std::set<std::string> used;
    for (const auto& [word, place] : ours_.at(layer)) {
      auto numbers = converted(source, own_tensor(layer, word));
      if (!numbers && neutral_.contains(layer + "/" + word)) continue;
      if (!numbers)
        throw Error("{}: its layer {} has no weights that are the {} of {} here; it has {}{}", file_, theirs, word,
                    layer, shapes_of(source), without(word));
      if (numbers->shape != place.shape)
        throw Error(
            "{}: the {} of {} is {} in our layout, and {} needs {}; for a head of other classes leave {} out of "
            "`layers`, and it begins anew",
            file_, word, theirs, numbers->shape, layer, place.shape, layer);
      used.insert(numbers->from.begin(), numbers->from.end());
      all.emplace_back(&place, std::move(numbers->values));
    }
    for (const auto& [key, tensor] : source.tensors)
      if (!used.contains(key))
        throw Error(
            "{}: its layer {} has {} {}, for which {} has no place; give it one (`use_bias: true`, `center: true`, "
            "`scale: true`), or leave {} out of `layers`, and it begins anew",
            file_, theirs, tensor.word, tensor.stored.shape, layer, layer);
    return all;
  }

  OwnTensor own_tensor(const std::string& layer, const std::string& word) const {
    const Places& places = ours_.at(layer);
    const auto state = places.find("recurrent_kernel");
    const auto order = orders_.find(layer);
    return {.word = word,
            .shape = places.at(word).shape,
            .is_gru = state != places.end() && state->second.shape[1] == 3 * state->second.shape[0],
            .order = order == orders_.end() ? nullptr : &order->second};
  }

  static std::string without(const std::string& word) {
    static const std::map<std::string, std::string> options{
        {"bias", "use_bias"}, {"beta", "center"}, {"gamma", "scale"}};
    const auto found = options.find(word);
    return found == options.end() ? "" : fmt::format("; write `{}: false` where the layer has none", found->second);
  }

  /// Of a layer that is made of several here, what the file has besides (PyTorch's `bias_k`) would be missed.
  void check_nothing_is_left(const std::map<std::string, const ForeignLayer*>& sources) const {
    std::set<const ForeignLayer*> used;
    for (const auto& [layer, source] : sources) used.insert(source);
    for (const auto& [layer, source] : sources) {
      const ForeignName& own = match_.own.at(layer);
      const bool is_whole = std::all_of(match_.order.begin(), match_.order.end(), [&](const std::string& other) {
        return match_.own.at(other).unit != own.unit ||
               std::find(wanted_.begin(), wanted_.end(), other) != wanted_.end();
      });
      if (!is_whole || source->of.part.empty()) continue;
      for (const ForeignLayers* layers : {&match_.named, &match_.others})
        for (const auto& [name, other] : *layers)
          if (!used.contains(&other) && is_inside(spelt(other.of.unit), spelt(source->of.unit)))
            throw Error("{}: its layer {} has {}, for which {} has no place here, so it would not answer the same",
                        file_, other.of.layer(), shapes_of(other), own.unit);
    }
  }

  std::string listed_here() const {
    std::string text = "here:";
    for (const std::string& layer : match_.order) {
      std::vector<std::string> words;
      for (const auto& [word, place] : ours_.at(layer)) words.push_back(fmt::format("{} {}", word, place.shape));
      text += fmt::format("\n  {}: {}", layer, join(words));
    }
    return text;
  }
  std::string listed_there() const {
    std::string text = "in the file:";
    for (const ForeignLayers* layers : {&match_.named, &match_.others})
      for (const auto& [name, layer] : *layers) text += fmt::format("\n  {}: {}", layer.of.layer(), shapes_of(layer));
    return text;
  }

  const WeightChoice& choice_;
  const std::string& file_;
  const std::map<std::string, std::vector<int64_t>> orders_;
  std::map<std::string, Places> ours_;
  std::set<std::string> neutral_;  // not learned: they stay as they are where the file has none
  LayerMatch match_;
  std::vector<std::string> wanted_;  // layers here, in the order of the network
};

}  // namespace

void set_foreign_weights(const Graph& graph, const Tensors& given, const WeightChoice& choice, States& states,
                         const std::string& file) {
  Matcher(graph, given, choice, states, file).set();
}

}  // namespace plumb
