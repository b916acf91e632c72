#include "plumb/model/architecture.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "plumb/graph/operators.h"
#include "plumb/model/layers/activation.h"
#include "plumb/model/layers/concatenate.h"
#include "plumb/model/layers/dense.h"
#include "plumb/model/layers/flatten.h"
#include "plumb/model/layers/ordinal_probabilities.h"
#include "plumb/model/match_inputs.h"

namespace plumb {

int64_t head_units(const TargetSpec& target) {
  const auto answers = static_cast<int64_t>(target.answers());
  if (target.choice == Choice::ordered) return answers - 1;
  return target.is_class() && answers == 2 ? 1 : answers;
}

Activation head_activation(const TargetSpec& target) {
  if (target.is_number() || target.choice == Choice::ordered) return {};
  return target.is_set() || target.labels.size() == 2 ? Activation(sigmoid) : Activation(softmax);
}

namespace {

Layer head(const TargetSpec& target) {
  return Dense{.units = head_units(target), .activation = head_activation(target)};
}

/// What must come behind the last layer that was listed to make a head of it: nothing where it is one, the activation
/// where it is as wide as one and has none (the logits). No answer where it is no part of a head.
std::optional<Layers> rest_of_head(const Layer& layer, const TargetSpec& target) {
  const bool ordered = target.choice == Choice::ordered;
  if (layer.name() == "ordinal_probabilities") return ordered ? std::optional(Layers{}) : std::nullopt;
  const Entry written = layer.write();
  const Entry& options = written.fields().front().value;
  const Entry* units = options.find("units");
  const Entry* activation = options.find("activation");
  if (layer.name() != "dense" || !units || !activation || ordered) return {};
  const auto width = static_cast<size_t>(units->as_double());
  const std::string& word = activation->fields().front().name;
  const bool one_for_two = target.is_class() && target.answers() == 2 && width == 1;
  if (width != target.answers() && !one_for_two) return {};
  const std::string needed = target.is_number() ? "linear" : target.is_set() || one_for_two ? "sigmoid" : "softmax";
  if (word == needed) return Layers{};
  if (word != "linear") return {};
  return Layers{ActivationLayer{registry<Activation>().make(needed)}};
}

/// The layers of this input, or nothing where the branches leave it out.
const Layers* branch_of(const Branches& branches, const std::string& input) {
  const Layers* others = nullptr;
  for (const auto& [name, layers] : branches.branches) {
    if (name == input) return &layers;
    if (name == "*") others = &layers;
  }
  return others;
}

void check_names(const Branches& branches, const NetworkContext& context) {
  std::vector<std::string> known;
  for (const InputSpec& input : context.inputs) known.push_back(input.name);
  for (const auto& [name, layers] : branches.branches)
    if (name != "*" && std::find(known.begin(), known.end(), name) == known.end())
      throw Error("model.branches: there is no input \"{}\"{}; inputs: {}", name, did_you_mean(name, known),
                  join(known));
}

/// Shape and type behind these layers, found by tracing them.
Value reached(const Network& so_far, int place, TracedNetwork& traced) {
  Network upto = so_far;
  upto.outputs = {{"here", place}};
  traced = trace(upto);
  return traced.outputs.at("here");
}

class Builder {
 public:
  Builder(const Branches& branches, const NetworkContext& context,
          std::function<Layer(const TargetSpec&)> own_head = {})
      : branches_(branches), context_(context), own_head_(std::move(own_head)) {}

  Network build() {
    check_names(branches_, context_);
    for (const InputSpec& input : context_.inputs) network_.add(input);
    int last = together(ends());
    for (const Layer& layer : branches_.layers) last = network_.add(layer, {last});
    const std::vector<TargetSpec>& targets = context_.targets;
    if (const auto rest = rest_of_listed_head(last)) {
      for (const Layer& layer : *rest) last = network_.add(layer, {last});
      network_.outputs = {{targets[0].name, last}};
      return network_;
    }
    if (!own_head_) last = flat(last);
    for (const TargetSpec& target : targets) {
      int place = network_.add(own_head_ ? own_head_(target) : head(target), {last});
      if (target.choice == Choice::ordered) place = network_.add(OrdinalProbabilities{}, {place});
      network_.outputs.push_back({target.name, place});
    }
    return network_;
  }

 private:
  std::vector<int> ends() {
    std::vector<int> ends;
    for (size_t i = 0; i < network_.inputs.size(); ++i) {
      if (is_lengths(network_.inputs[i].name)) continue;  // go with their sequence
      int end = static_cast<int>(i);
      if (!branches_.branches.empty()) {
        const Layers* layers = branch_of(branches_, network_.inputs[i].name);
        if (!layers)
          throw Error("model.branches: nothing says what happens to input \"{}\"; add it, or \"*\" for all others",
                      network_.inputs[i].name);
        for (const Layer& layer : *layers) end = network_.add(layer, {end});
      }
      ends.push_back(end);
    }
    return ends;
  }

  bool is_lengths(const std::string& name) const {
    return std::any_of(network_.inputs.begin(), network_.inputs.end(),
                       [&](const InputSpec& input) { return !input.lengths.empty() && input.lengths == name; });
  }

  int together(std::vector<int> ends) {
    if (ends.size() == 1 && !branches_.combine) return ends[0];
    const Layer combine = branches_.combine.value_or(Concatenate{});
    if (combine.name() == "concatenate")
      for (int& end : ends) end = flat(end);
    return network_.add(combine, ends);
  }

  /// The place of the same numbers in one line a row.
  int flat(int place) {
    TracedNetwork traced;
    const Value here = reached(network_, place, traced);
    require(here.type() == Type::f32, "input \"{}\" holds codes; put an `embedding` first", here.node().scope);
    return here.rank() == 2 ? place : network_.add(Flatten{}, {place});
  }

  /// What the listed layers lack to end in the head, if they end in a part of it. Logits are one line a row.
  std::optional<Layers> rest_of_listed_head(int last) const {
    const auto& points = network_.points;
    if (own_head_ || context_.targets.size() != 1 || points.empty()) return {};
    const TargetSpec& target = context_.targets[0];
    auto rest = rest_of_head(points.back().layer, target);
    if (rest && rest->empty()) return rest;
    if (points.back().layer.name() == "activation" && points.size() > 1 &&
        points.back().from == std::vector{last - 1}) {
      rest = rest_of_head(points[points.size() - 2].layer, target);
      if (!rest || rest->empty() || to_json(rest->front().write()) != to_json(points.back().layer.write())) return {};
      rest->clear();  // a head in two layers
    }
    TracedNetwork traced;
    if (rest && reached(network_, last, traced).rank() != 2) return {};
    return rest;
  }

  const Branches& branches_;
  const NetworkContext& context_;
  std::function<Layer(const TargetSpec&)> own_head_;
  Network network_;
};

}  // namespace

size_t TargetSpec::middle() const {
  const auto nearer = [](double a, double b) { return std::abs(a - 0.5) < std::abs(b - 0.5); };
  return static_cast<size_t>(std::min_element(quantiles.begin(), quantiles.end(), nearer) - quantiles.begin());
}

size_t TargetSpec::called(std::span<const double> probabilities) const {
  if (choice != Choice::ordered)
    return static_cast<size_t>(std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
  size_t code = 0;
  for (double reached = probabilities[0]; reached < 0.5 && code + 1 < probabilities.size();)
    reached += probabilities[++code];
  return code;
}

Architecture::Architecture() : what_(registry<NamedNetwork>().make("auto")) {}
Architecture::Architecture(NamedNetwork named) : what_(std::move(named)) {}
Architecture::Architecture(Layers layers)
    : what_(Branches{.branches = {}, .combine = {}, .layers = std::move(layers)}), listed_(true) {}
Architecture::Architecture(Branches branches) : what_(std::move(branches)) {}
Architecture::Architecture(Network network) : what_(std::move(network)) {}

Architecture::Built Architecture::build(const NetworkContext& context) const {
  require(!context.inputs.empty(), "there is no input to learn from; `inputs` or the steps left none");
  if (const auto* network = std::get_if<Network>(&what_)) return {match_inputs(*network, context)};
  if (const auto* branches = std::get_if<Branches>(&what_)) return {Builder(*branches, context).build()};
  const Plan plan = std::get<NamedNetwork>(what_).plan(context);
  return {Builder(plan.branches, context, plan.head).build(), plan.reasons};
}

NamedInputs Architecture::named_inputs() const {
  NamedInputs named;
  const auto note = [&](const std::string& name, bool is_code) {
    named.all.push_back(name);
    if (is_code) named.codes.push_back(name);
  };
  if (const auto* branches = std::get_if<Branches>(&what_))
    for (const auto& [name, layers] : branches->branches)
      if (name != "*") note(name, !layers.empty() && layers.front().name() == "embedding");
  if (const auto* network = std::get_if<Network>(&what_))
    for (const InputSpec& input : network->inputs)
      note(input.name, input.type == Type::s32 && input.lengths.empty() && count(input.shape) == 1);
  return named;
}

std::optional<NamedNetwork> Architecture::named() const {
  const auto* named = std::get_if<NamedNetwork>(&what_);
  return named ? std::optional(*named) : std::nullopt;
}

std::optional<Architecture> Architecture::read(const Entry& entry, Problems& problems) {
  if (entry.is_list()) {
    auto layers = Form<Layers>::read(entry, problems);
    return layers ? std::optional(Architecture(std::move(*layers))) : std::nullopt;
  }
  if (entry.is_map() && (entry.find("branches") || entry.find("layers"))) {
    auto branches = read_options<Branches>(entry, problems);
    return branches ? std::optional(Architecture(std::move(*branches))) : std::nullopt;
  }
  auto named = registry<NamedNetwork>().read(entry, problems);
  return named ? std::optional(Architecture(std::move(*named))) : std::nullopt;
}

Entry Architecture::write() const {
  if (const auto* network = std::get_if<Network>(&what_)) return network->write();
  if (const auto* named = std::get_if<NamedNetwork>(&what_)) return named->write();
  const auto& branches = std::get<Branches>(what_);
  return listed_ ? Form<Layers>::write(branches.layers) : write_options(branches);
}

Entry Architecture::schema() {
  Entry schema = Entry::map();
  schema.set("anyOf",
             Entry::list({Form<Layers>::schema(), schema_of_options<Branches>(), Form<NamedNetwork>::schema()}));
  return schema;
}

}  // namespace plumb
