#include "plumb/model/layer.h"

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

/// The options of every layer, moved from those of this one.
Entry take_shared(Entry& options) {
  Entry shared = Entry::map();
  shared.mark = options.mark;
  if (!options.is_map()) return shared;
  for (const OptionHelp& option : help_of_options<LayerOptions>()) {
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
  for (const OptionHelp& option : help_of_options<LayerOptions>()) shared.push_back(option.name);
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
      for (const Entry::Field& field : shared.at("properties").fields()) own->set(field.name, field.value);
    }
    return schema;
  };
  sort.components = [] {
    std::vector<ComponentHelp> all = registry<Layer>().components();
    for (ComponentHelp& one : all)
      for (OptionHelp& option : help_of_options<LayerOptions>()) one.options.push_back(std::move(option));
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
  const Entry told = take_shared(options);
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

Value Layer::build(Scope& scope, const Values& inputs) const {
  const Scope::Layer opened(scope, name());
  const Scope::Learning learning(scope, shared.trainable, shared.rate_factor, shared.constraint);
  try {
    require(many_ || inputs.size() == 1, "takes one input; let them meet in `concatenate` or `add` first");
    const Value result = build_(scope, inputs);
    scope.pass_lengths(inputs, result);
    return result;
  } catch (const LayerError&) {
    throw;
  } catch (const Error& error) {
    throw LayerError(fmt::format("layer {} with input {}: {}", opened.name(), shown(inputs), error.what()),
                     error.kind());
  }
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
