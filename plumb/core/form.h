#pragma once

#include <array>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plumb/core/entry.h"
#include "plumb/core/error.h"
#include "plumb/core/problems.h"
#include "plumb/core/scalar.h"
#include "plumb/core/suggest.h"

/// How each type of option is read, written, named and put into a JSON Schema. A new type of option is one more
/// specialisation of `Form`; `describe.h` adds those for described structs and registered components.
namespace plumb {

template <class T>
struct Form;

/// What came, for messages: `"medain"`, `3`, `a list`.
std::string shown(const Entry& entry);
Entry schema_of(const char* type);

template <>
struct Form<bool> {
  static std::optional<bool> read(const Entry& entry, Problems& problems);
  static Entry write(bool value) { return Entry::boolean(value); }
  static Entry schema() { return schema_of("boolean"); }
  static std::string words() { return "true or false"; }
};

template <>
struct Form<double> {
  static std::optional<double> read(const Entry& entry, Problems& problems);
  static Entry write(double value) { return Entry::number(value); }
  static Entry schema() { return schema_of("number"); }
  static std::string words() { return "number"; }
};

template <>
struct Form<float> {
  static std::optional<float> read(const Entry& entry, Problems& problems) {
    const auto value = Form<double>::read(entry, problems);
    return value ? std::optional(static_cast<float>(*value)) : std::nullopt;
  }
  static Entry write(float value) { return Entry::scalar(shortest(value), false); }
  static Entry schema() { return schema_of("number"); }
  static std::string words() { return "number"; }
};

template <>
struct Form<int64_t> {
  static std::optional<int64_t> read(const Entry& entry, Problems& problems);
  static Entry write(int64_t value) { return Entry::number(value); }
  static Entry schema() { return schema_of("integer"); }
  static std::string words() { return "whole number"; }
};

template <std::integral T>
requires(!std::same_as<T, bool> && !std::same_as<T, int64_t>) struct Form<T> {
  static std::optional<T> read(const Entry& entry, Problems& problems) {
    const auto value = Form<int64_t>::read(entry, problems);
    if (!value) return {};
    if (!std::in_range<T>(*value)) {
      problems.add(fmt::format("{} is out of range", *value));
      return {};
    }
    return static_cast<T>(*value);
  }
  static Entry write(T value) { return Entry::number(static_cast<int64_t>(value)); }
  static Entry schema() { return schema_of("integer"); }
  static std::string words() { return "whole number"; }
};

template <>
struct Form<std::string> {
  static std::optional<std::string> read(const Entry& entry, Problems& problems);
  static Entry write(const std::string& value) { return Entry::text(value); }
  static Entry schema() { return schema_of("string"); }
  static std::string words() { return "text"; }
};

template <>
struct Form<Scalar> {
  static std::optional<Scalar> read(const Entry& entry, Problems& problems);
  static Entry write(const Scalar& value);
  static Entry schema();
  static std::string words() { return "number, text, true or false"; }
};

/// An enumeration whose words are listed by `names(E)`, in order. `instead_of(E)` may say where what users look for
/// under another word is to be found; it answers an unknown one that is like none of them.
template <class E>
concept WordedEnum = std::is_enum_v<E> && requires(E e) {
  names(e);
};

template <WordedEnum E>
const char* name_of(E value) {
  return names(value)[static_cast<size_t>(value)];
}

template <WordedEnum E>
struct Form<E> {
  static std::vector<std::string> all() {
    const auto list = names(E{});
    return {list.begin(), list.end()};
  }
  static std::optional<E> read(const Entry& entry, Problems& problems) {
    const auto list = all();
    for (size_t i = 0; i < list.size(); ++i)
      if (entry.is_scalar() && entry.word() == list[i]) return static_cast<E>(i);
    std::string hint = did_you_mean(entry.word(), list);
    if constexpr (requires(E e) { instead_of(e); })
      if (hint.empty()) hint = fmt::format("; {}", instead_of(E{}));
    problems.add(fmt::format("{} is not one of {}{}", shown(entry), join(list), hint));
    return {};
  }
  static Entry write(E value) { return Entry::text(name_of(value)); }
  static Entry schema() {
    Entry schema = Entry::map(), words = Entry::list();
    for (const auto& word : all()) words.push(Entry::text(word));
    schema.set("enum", words);
    return schema;
  }
  static std::string words() { return join(all(), " | "); }
};

template <class T>
struct Form<std::optional<T>> {
  static std::optional<std::optional<T>> read(const Entry& entry, Problems& problems) {
    if (entry.is_null()) return std::optional<T>{};
    auto value = Form<T>::read(entry, problems);
    return value ? std::optional<std::optional<T>>(std::move(value)) : std::nullopt;
  }
  static Entry write(const std::optional<T>& value) { return value ? Form<T>::write(*value) : Entry(); }
  static Entry schema() {
    Entry schema = Entry::map();
    schema.set("anyOf", Entry::list({Form<T>::schema(), schema_of("null")}));
    return schema;
  }
  static std::string words() { return fmt::format("{}, or nothing", Form<T>::words()); }
};

/// A list; one item may be written without brackets.
template <class T>
struct Form<std::vector<T>> {
  static std::optional<std::vector<T>> read(const Entry& entry, Problems& problems) {
    std::vector<T> values;
    bool whole = true;
    const auto add = [&](const Entry& item, Problems where) {
      if (auto value = Form<T>::read(item, where))
        values.push_back(std::move(*value));
      else
        whole = false;
    };
    if (entry.is_list())
      for (size_t i = 0; i < entry.items().size(); ++i)
        add(entry.items()[i], problems.within(fmt::format("[{}]", i), entry.items()[i]));
    else if (!entry.is_null())
      add(entry, problems);
    return whole ? std::optional(std::move(values)) : std::nullopt;
  }
  static Entry write(const std::vector<T>& values) {
    Entry list = Entry::list();
    for (const auto& value : values) list.push(Form<T>::write(value));
    return list;
  }
  static Entry schema() {
    Entry list = schema_of("array"), schema = Entry::map();
    list.set("items", Form<T>::schema());
    schema.set("anyOf", Entry::list({list, Form<T>::schema()}));  // one item may stand alone
    return schema;
  }
  static std::string words() { return "list of " + Form<T>::words(); }
};

/// A fixed number of values; one value stands for all (`kernel_size: 3` is [3, 3]).
template <class T, size_t N>
struct Form<std::array<T, N>> {
  static std::optional<std::array<T, N>> read(const Entry& entry, Problems& problems) {
    const auto values = Form<std::vector<T>>::read(entry, problems);
    if (!values) return {};
    std::array<T, N> result{};
    if (values->size() == 1 && !entry.is_list()) {
      result.fill(values->front());
    } else if (values->size() == N) {
      std::copy(values->begin(), values->end(), result.begin());
    } else {
      problems.add(fmt::format("needs one value or a list of {}, got {}", N, shown(entry)));
      return {};
    }
    return result;
  }
  static Entry write(const std::array<T, N>& values) {
    Entry list = Entry::list();
    for (const auto& value : values) list.push(Form<T>::write(value));
    return list;
  }
  static Entry schema() { return Form<std::vector<T>>::schema(); }
  static std::string words() { return fmt::format("{}, or a list of {}", Form<T>::words(), N); }
};

template <class T>
struct Form<std::map<std::string, T>> {
  static std::optional<std::map<std::string, T>> read(const Entry& entry, Problems& problems) {
    if (!entry.is_map() && !entry.is_null()) {
      problems.add(fmt::format("needs `name: value` pairs, got {}", shown(entry)));
      return {};
    }
    std::map<std::string, T> values;
    bool whole = true;
    for (const Entry::Field& field : entry.fields()) {
      Problems where = problems.within(field.name, field.value);
      if (auto value = Form<T>::read(field.value, where))
        values.emplace(field.name, std::move(*value));
      else
        whole = false;
    }
    return whole ? std::optional(std::move(values)) : std::nullopt;
  }
  static Entry write(const std::map<std::string, T>& values) {
    Entry map = Entry::map();
    for (const auto& [name, value] : values) map.set(name, Form<T>::write(value));
    return map;
  }
  static Entry schema() {
    Entry schema = schema_of("object");
    schema.set("additionalProperties", Form<T>::schema());
    return schema;
  }
  static std::string words() { return "names, each with " + Form<T>::words(); }
};

/// A name with a value, where order matters.
template <class T>
struct Form<std::vector<std::pair<std::string, T>>> {
  using Pairs = std::vector<std::pair<std::string, T>>;
  static std::optional<Pairs> read(const Entry& entry, Problems& problems) {
    const auto values = Form<std::map<std::string, T>>::read(entry, problems);
    if (!values) return {};
    Pairs pairs;
    for (const Entry::Field& field : entry.fields()) pairs.emplace_back(field.name, values->at(field.name));
    return pairs;
  }
  static Entry write(const Pairs& values) {
    Entry map = Entry::map();
    for (const auto& [name, value] : values) map.set(name, Form<T>::write(value));
    return map;
  }
  static Entry schema() { return Form<std::map<std::string, T>>::schema(); }
  static std::string words() { return "names, each with " + Form<T>::words(); }
};

/// An entry as it is, for parts that somebody else reads.
template <>
struct Form<Entry> {
  static std::optional<Entry> read(const Entry& entry, Problems&) { return entry; }
  static Entry write(const Entry& value) { return value; }
  static Entry schema() { return Entry::map(); }
  static std::string words() { return "anything"; }
};

}  // namespace plumb
