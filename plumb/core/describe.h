#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "plumb/core/form.h"
#include "plumb/core/limits.h"

/// Options declared once. A struct lists its fields in one static function, and everything else follows from the list:
/// reading from YAML with range and type checks, defaults, `--help`, the reference page, JSON Schema, saved state.
///
///     struct Dropout {
///       double rate = 0.5;
///       static constexpr auto name = "dropout";
///       static constexpr auto summary = "Drops a share of the units while training.";
///       static void describe(auto& self, auto& field) {
///         field("rate", self.rate, "Share of units dropped.", from_below(0, 1));
///       }
///       void check(Problems& problems) const;             // optional: what one field alone cannot tell
///       static constexpr auto shorthand = "rate";         // optional: `dropout: 0.2` means {rate: 0.2}
///       static bool is_shorthand(const Entry& map);       // optional: whether a map is that value, too
///     };
///
/// `describe` is called with one of the visitors below; `auto& self` makes it serve const and mutable values.
/// After the sentence may stand any number of `Limit`s (checked on every number of a list) and `required`.
namespace plumb {

template <class T>
concept Described = requires(T& value, const T& constant) {
  T::describe(value, std::declval<class OptionsReader&>());
};

namespace internal {

template <class T>
bool within_limit(const T& value, const Limit& limit) {
  if constexpr (std::is_arithmetic_v<T>)
    return limit.allows(static_cast<double>(value));
  else if constexpr (requires { value.has_value(); })
    return !value || within_limit(*value, limit);
  else if constexpr (requires { value.begin(); } && !std::is_same_v<T, std::string>) {
    for (const auto& item : value)
      if (!within_limit(item, limit)) return false;
    return true;
  } else
    return true;
}

}  // namespace internal

/// Fills a struct from an entry; mistakes go to `problems`, and the field keeps its default.
class OptionsReader {
 public:
  OptionsReader(const Entry& options, Problems problems) : options_(options), problems_(std::move(problems)) {}

  template <class T, class... Rules>
  void operator()(std::string_view name, T& value, std::string_view, const Rules&... rules) {
    known_.emplace_back(name);
    const Entry* given = options_.find(name);
    if (!given) {
      if constexpr ((std::is_same_v<Rules, Required> || ...)) problems_.add(fmt::format("needs `{}`", name));
      return;
    }
    Problems here = problems_.within(name, *given);
    if (auto read = Form<T>::read(*given, here)) {
      bool allowed = true;
      ((allowed = allowed && allows(*read, rules, *given, here)), ...);
      if (allowed) value = std::move(*read);
    }
  }

  /// Every name that no field asked for is a mistake.
  void refuse_unknown() const;

 private:
  template <class T>
  static bool allows(const T& value, const Limit& limit, const Entry& given, Problems& here) {
    if (internal::within_limit(value, limit)) return true;
    here.add(fmt::format("must be {}, got {}", limit.text(), given.is_list() ? to_json(given, -1) : given.word()));
    return false;
  }
  template <class T>
  static bool allows(const T&, Required, const Entry&, Problems&) {
    return true;
  }

  const Entry& options_;
  Problems problems_;
  std::vector<std::string> known_;
};

/// Writes a struct as an entry: the rendered task file, saved states.
class OptionsWriter {
 public:
  template <class T, class... Rules>
  void operator()(std::string_view name, const T& value, std::string_view, const Rules&...) {
    result.set(name, Form<T>::write(value));
  }
  Entry result = Entry::map();
};

/// One option as `--help` and the reference pages show it.
struct OptionHelp {
  std::string name = {}, type = {}, initial = {}, sentence = {}, limits = {};
  bool is_required = false;
  Entry bad = {};  // a value that must be refused; null where nothing simple is
};

/// Lists the options of a default-made value.
class OptionLister {
 public:
  template <class T, class... Rules>
  void operator()(std::string_view name, const T& value, std::string_view sentence, const Rules&... rules) {
    OptionHelp help{.name = std::string(name), .type = Form<T>::words(), .sentence = std::string(sentence)};
    help.initial = to_json(Form<T>::write(value), -1);
    if constexpr (std::is_arithmetic_v<T>) help.bad = Entry::text("a word");
    if constexpr (WordedEnum<T>) help.bad = Entry::text("no such word");
    (note(help, rules), ...);
    result.push_back(std::move(help));
  }
  std::vector<OptionHelp> result;

 private:
  static void note(OptionHelp& help, const Limit& limit) {
    help.limits += (help.limits.empty() ? "" : ", ") + limit.text();
    help.bad = limit.bad();
  }
  static void note(OptionHelp& help, Required) { help.is_required = true; }
};

/// Writes the JSON Schema of a default-made value.
class SchemaWriter {
 public:
  template <class T, class... Rules>
  void operator()(std::string_view name, const T& value, std::string_view sentence, const Rules&... rules) {
    Entry schema = Form<T>::schema();
    schema.set("description", Entry::text(std::string(sentence)));
    bool must = false;
    (note(schema, must, rules), ...);
    if (must)
      required_.push(Entry::text(std::string(name)));
    else
      schema.set("default", Form<T>::write(value));
    properties_.set(name, std::move(schema));
  }
  Entry result() const;

 private:
  static void note(Entry& schema, bool&, const Limit& limit) { limit.write(schema); }
  static void note(Entry&, bool& must, Required) { must = true; }
  Entry properties_ = Entry::map(), required_ = Entry::list();
};

namespace internal {

/// Whether an entry is the value of one option of T rather than a map of its options.
template <class T>
bool is_bare(const Entry& entry) {
  if constexpr (requires { T::is_shorthand(entry); })
    if (entry.is_map()) return T::is_shorthand(entry);
  return !entry.is_map() && !entry.is_null();
}

}  // namespace internal

/// Reads a described struct; with a `shorthand`, one bare value stands for that option. Nothing on a mistake.
template <class T>
std::optional<T> read_options(const Entry& entry, Problems& problems) {
  const size_t before = problems.all().size();
  Entry options = entry;
  if (internal::is_bare<T>(entry)) {
    if constexpr (requires { T::shorthand; }) {
      options = Entry::map();
      options.set(T::shorthand, entry);
      options.mark = entry.mark;
    } else {
      problems.add(fmt::format("needs options as `name: value`, got {}", shown(entry)));
      return {};
    }
  }
  T value{};
  Problems here = problems;
  OptionsReader reader(options, here);
  T::describe(value, reader);
  reader.refuse_unknown();
  if constexpr (requires { value.check(here); })
    if (problems.all().size() == before) value.check(here);
  return problems.all().size() == before ? std::optional<T>(std::move(value)) : std::nullopt;
}

template <class T>
Entry write_options(const T& value) {
  OptionsWriter writer;
  T::describe(value, writer);
  return std::move(writer.result);
}

template <class T>
Entry schema_of_options() {
  const T initial{};
  SchemaWriter writer;
  T::describe(initial, writer);
  return writer.result();
}

template <class T>
std::vector<OptionHelp> help_of_options() {
  const T initial{};
  OptionLister lister;
  T::describe(initial, lister);
  return std::move(lister.result);
}

/// A described struct as an option of another: `split: {valid: 0.1}`.
template <Described T>
struct Form<T> {
  static std::optional<T> read(const Entry& entry, Problems& problems) { return read_options<T>(entry, problems); }
  static Entry write(const T& value) { return write_options(value); }
  static Entry schema() { return schema_of_options<T>(); }
  static std::string words() { return "options"; }
};

}  // namespace plumb
