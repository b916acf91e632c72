#include "plumb/model/layer.h"

#include <algorithm>

#include "plumb/model/layers/sequence_window.h"

namespace plumb {
namespace {

/// An Error that names its layer already, so that the block around the layer adds nothing.
class LayerError : public Error {
  using Error::Error;
};

std::string shown(const Values& inputs) {
  std::vector<std::string> shapes;
  for (const Value input : inputs) {
    std::string shape = "[rows";
    for (int axis = 1; axis < input.rank(); ++axis) shape += ", " + std::to_string(input.dim(axis));
    shapes.push_back(shape + "]");
  }
  return join(shapes, " and ");
}

/// The options of every layer. One that a layer has itself is its own (multi_head_attention penalises its parts).
std::vector<OptionHelp> shared_options(const std::string& word) {
  std::vector<OptionHelp> shared = help_of_options<LayerOptions>();
  if (const auto* kind = registry<Layer>().find(word))
    for (const OptionHelp& own : kind->options())
      std::erase_if(shared, [&](const OptionHelp& option) { return option.name == own.name; });
  return shared;
}

/// The options of every layer, moved from those of this one.
Entry take_shared(const std::string& word, Entry& options) {
  Entry shared = Entry::map();
  shared.mark = options.mark;
  if (!options.is_map()) return shared;
  for (const OptionHelp& option : shared_options(word)) {
    const Entry* given = options.find(option.name);
    if (!given) continue;
    shared.set(option.name, *given);
    options.erase(option.name);
  }
  return shared;
}

/// A mistyped word of the options of every layer; the layer itself would not know it.
void answer_mistyped(const std::string& word, Entry& options, Problems& problems) {
  const auto* kind = registry<Layer>().find(word);
  if (!kind || !options.is_map()) return;
  std::vector<std::string> own, shared;
  for (const OptionHelp& option : kind->options()) own.push_back(option.name);
  for (const OptionHelp& option : shared_options(word)) shared.push_back(option.name);
  for (const Entry::Field& field : std::vector(options.fields())) {
    const std::string hint = did_you_mean(field.name, shared);
    if (contains_word(own, field.name) || hint.empty() || !did_you_mean(field.name, own).empty()) continue;
    problems.add(field.name, fmt::format("unknown option \"{}\"{}", field.name, hint));
    options.erase(field.name);
  }
}

/// The JSON Schema and the reference know them too.
[[maybe_unused]] const bool described = [] {
  registry<Layer>();
  Sort& sort = sorts().at(Layer::sort);
  sort.schema = [] {
    Entry schema = registry<Layer>().schema();
    const Entry shared = schema_of_options<LayerOptions>();
    for (Entry& choice : schema.find("anyOf")->items()) {
      Entry* kinds = choice.find("properties");
      if (!kinds) continue;
      Entry* own = kinds->find(kinds->fields().front().name)->find("properties");
      for (const Entry::Field& field : shared.at("properties").fields())
        if (!own->find(field.name)) own->set(field.name, field.value);
    }
    return schema;
  };
  sort.components = [] {
    std::vector<ComponentHelp> all = registry<Layer>().components();
    for (ComponentHelp& one : all)
      for (OptionHelp& option : shared_options(one.name)) one.options.push_back(std::move(option));
    return all;
  };
  sort.round_trip = [](const Entry& entry, Problems& problems) -> std::optional<Entry> {
    const auto layer = Form<Layer>::read(entry, problems);
    return layer ? std::optional(layer->write()) : std::nullopt;
  };
  return true;
}();

}  // namespace

std::optional<Layer> Form<Layer>::read(const Entry& entry, Problems& problems) {
  if (!entry.is_map() || entry.fields().size() != 1) return registry<Layer>().read(entry, problems);
  const std::string word = entry.fields().front().name;
  Entry own = entry;
  Entry& options = *own.find(word);
  const Entry told = take_shared(word, options);
  Problems here = problems.within(word, options);
  const size_t before = problems.all().size();
  const auto shared = read_options<LayerOptions>(told, here);
  answer_mistyped(word, options, here);
  auto layer = registry<Layer>().read(own, problems);
  if (!layer || !shared || problems.all().size() != before) return {};
  layer->shared = *shared;
  return layer;
}

Layer Form<Layer>::make(const Entry& entry) {
  Problems problems;
  auto layer = read(entry, problems);
  problems.raise();
  return std::move(*layer);
}

Entry Form<Layer>::schema() {
  Entry schema = Entry::map();
  schema.set("$ref", Entry::text(fmt::format("#/$defs/{}", Layer::sort)));
  return schema;
}

// The penalty stands outside the layer's name: what is last under that is the layer's output.
Value Layer::build(Scope& scope, const Values& inputs) const {
  const Value result = built(scope, inputs);
  if (shared.activity_regularizer && scope.has_loss())
    scope.penalise_rows(shared.activity_regularizer->penalty(with_padding(scope, result, 0)));
  return result;
}

Value Layer::built(Scope& scope, const Values& inputs) const {
  const Scope::Layer opened(scope, name());
  const Scope::Learning learning(scope, shared.trainable, shared.rate_factor, shared.constraint);
  try {
    require(many_ || inputs.size() == 1, "takes one input; let them meet in `concatenate` or `add` first");
    const Value result = build_(scope, inputs);
    scope.pass_lengths(inputs, result);
    if (shared.activity_regularizer) check_activity(result);
    return result;
  } catch (const LayerError&) {
    throw;
  } catch (const Error& error) {
    throw LayerError(fmt::format("layer {} with input {}: {}", opened.name(), shown(inputs), error.what()),
                     error.kind());
  }
}

void Layer::check_activity(Value result) const {
  require(result.type() == Type::f32, "`activity_regularizer` is for layers that leave numbers, not {}",
          text(result.type()));
  require(!shared.activity_regularizer->weights_only(),
          "`activity_regularizer: {}` is a penalty on weights alone; write l1, l2 or l1_l2",
          shared.activity_regularizer->name());
  const auto known = shared_options(std::string(name()));
  require(std::any_of(known.begin(), known.end(), [](const auto& one) { return one.name == "activity_regularizer"; }),
          "has an `activity_regularizer` of its own; set that");
}

Entry Layer::write() const {
  const Entry told = write_options(shared), plain = write_options(LayerOptions{});
  Entry options = Component::write().fields().front().value;
  for (const Entry::Field& field : told.fields())
    if (to_json(field.value) != to_json(plain.at(field.name))) options.set(field.name, field.value);
  Entry entry = Entry::map();
  entry.set(name(), std::move(options));
  return entry;
}

}  // namespace plumb
