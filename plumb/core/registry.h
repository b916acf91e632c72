#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/core/describe.h"

namespace plumb {

/// The things of one sort (steps, layers, metrics, …), found by their task-file word.
///
/// A source file adds its own thing, and no other file is touched:
///
///     [[maybe_unused]] static const bool registered = registry<Step>().add<FillMissing>();
///
/// `Thing` is a value class made from any `Kind` that meets its concept (`Thing(Kind)`), has `Thing::sort` ("step") and
/// derives from `Component`. Filled before main(), only read afterwards; so reading needs no lock.
template <class Thing>
class Registry {
 public:
  struct Item {
    std::string name = {}, summary = {}, example = {};
    std::vector<std::string> aliases = {};  // what users of other libraries type: answered with the right word
    std::function<std::optional<Thing>(const Entry& options, Problems& problems)> read = {};
    std::function<Entry()> schema = {};
    std::function<std::vector<OptionHelp>()> options = {};
  };

  template <class Kind>
  bool add() {
    Item item{.name = Kind::name, .summary = Kind::summary};
    if constexpr (requires { Kind::example; }) item.example = Kind::example;
    if constexpr (requires { Kind::aliases; }) item.aliases.assign(Kind::aliases.begin(), Kind::aliases.end());
    item.read = [](const Entry& options, Problems& problems) -> std::optional<Thing> {
      if (auto kind = read_options<Kind>(options, problems)) return Thing(std::move(*kind));
      return {};
    };
    item.schema = [] { return schema_of_options<Kind>(); };
    item.options = [] { return help_of_options<Kind>(); };
    if (!items_.emplace(item.name, item).second) throw Bug("registered twice: " + item.name);
    return true;
  }

  const Item* find(std::string_view word) const {
    const auto found = items_.find(word);
    return found == items_.end() ? nullptr : &found->second;
  }

  std::vector<std::string> words() const {
    std::vector<std::string> all;
    for (const auto& [word, item] : items_) all.push_back(word);
    return all;
  }

  /// Reads `adam` or `adam: {learning_rate: 0.001}`.
  std::optional<Thing> read(const Entry& entry, Problems& problems) const {
    std::string word = entry.word();
    Entry options;
    options.mark = entry.mark;
    Mark mark = entry.mark;
    if (entry.is_map() && entry.fields().size() == 1) {
      word = entry.fields().front().name;
      options = entry.fields().front().value;
      mark = entry.fields().front().mark;
    } else if (!entry.is_scalar()) {
      problems.add(
          fmt::format("needs one {} as `name` or `name: {{option: value}}`, got {}", Thing::sort, shown(entry)));
      return {};
    }
    const Item* item = find(word);
    if (!item) {
      Entry at = entry;
      at.mark = mark;
      std::string hint = did_you_mean(alias_of(word), words());
      if (hint.empty()) hint = "; known: " + join(words());
      Problems here = problems.within(word.empty() ? "?" : word, at);
      here.add(fmt::format("unknown {} \"{}\"{}", Thing::sort, word, hint));
      return {};
    }
    Problems here = problems.within(word, options);
    return item->read(options, here);
  }

  /// A thing with its default options, or as `entry` says; throws Error on a mistake.
  Thing make(const Entry& entry) const {
    Problems problems;
    auto thing = read(entry, problems);
    problems.raise();
    return std::move(*thing);
  }
  Thing make(std::string_view word) const { return make(Entry::text(std::string(word))); }

  Entry schema() const {
    Entry choices = Entry::list(), bare = Entry::list(), schema = Entry::map();
    for (const auto& [word, item] : items_) {
      bare.push(Entry::text(word));
      Entry choice = schema_of("object"), properties = Entry::map();
      properties.set(word, item.schema());
      choice.set("properties", properties);
      choice.set("required", Entry::list({Entry::text(word)}));
      choice.set("additionalProperties", Entry::boolean(false));
      choice.set("description", Entry::text(item.summary));
      choices.push(choice);
    }
    Entry words = Entry::map();
    words.set("enum", bare);
    choices.push(words);
    schema.set("anyOf", choices);
    return schema;
  }

  std::vector<struct ComponentHelp> components() const;

 private:
  /// The word whose kind lists this one among its `aliases`, else the word itself.
  std::string alias_of(const std::string& word) const {
    for (const auto& [name, item] : items_)
      if (contains_word(item.aliases, word)) return name;
    return word;
  }

  std::map<std::string, Item, std::less<>> items_;
};

/// One kind of component as the reference shows it, whatever its sort.
struct ComponentHelp {
  std::string name, summary, example;
  std::vector<OptionHelp> options;
};

/// All sorts of components that there are ("layer", "step", …): for the JSON Schema, `--help` and the reference pages.
struct Sort {
  std::function<Entry()> schema;  // the definition that `$ref: #/$defs/<sort>` names
  std::function<std::vector<ComponentHelp>()> components;
  /// Reads an entry and writes it back with all defaults; for tests that go over everything registered.
  std::function<std::optional<Entry>(const Entry& entry, Problems& problems)> round_trip;
};
std::map<std::string, Sort>& sorts();

template <class Thing>
Registry<Thing>& registry() {
  static Registry<Thing> all;
  [[maybe_unused]] static const bool listed =
      sorts()
          .emplace(Thing::sort, Sort{.schema = [] { return all.schema(); },
                                     .components = [] { return all.components(); },
                                     .round_trip = [](const Entry& entry, Problems& problems) -> std::optional<Entry> {
                                       auto thing = all.read(entry, problems);
                                       return thing ? std::optional(thing->write()) : std::nullopt;
                                     }})
          .second;
  return all;
}

template <class Thing>
std::vector<ComponentHelp> Registry<Thing>::components() const {
  std::vector<ComponentHelp> all;
  for (const auto& [word, item] : items_) all.push_back({item.name, item.summary, item.example, item.options()});
  return all;
}

/// What every registered value can say of itself: its word, and itself as a task file would write it.
class Component {
 public:
  std::string_view name() const { return name_; }
  /// `{dense: {units: 64, activation: relu, …}}`, every option with its value.
  Entry write() const {
    Entry entry = Entry::map();
    entry.set(name_, write_());
    return entry;
  }

 protected:
  Component() = default;
  template <class Kind>
  explicit Component(const Kind& kind) : name_(Kind::name), write_([kind] { return write_options(kind); }) {}

 private:
  std::string name_;
  std::function<Entry()> write_;
};

template <class T>
concept Registered = std::derived_from<T, Component> && requires {
  T::sort;
};

/// A registered thing as an option: `optimizer: {adam: {learning_rate: 0.01}}`.
template <Registered T>
struct Form<T> {
  static std::optional<T> read(const Entry& entry, Problems& problems) { return registry<T>().read(entry, problems); }
  static Entry write(const T& value) { return value.write(); }
  static Entry schema() {  // by reference: layers hold layers
    Entry schema = Entry::map();
    schema.set("$ref", Entry::text(fmt::format("#/$defs/{}", T::sort)));
    return schema;
  }
  static std::string words() { return T::sort; }
};

}  // namespace plumb
