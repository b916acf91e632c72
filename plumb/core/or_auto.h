#pragma once

#include <optional>
#include <utility>

#include "plumb/core/form.h"

namespace plumb {

/// An option that may be left to the tool: the word `auto`, which is its default, or a value.
///
///     OrAuto<Loss> loss = {};        // loss: auto · loss: huber
template <class T>
struct OrAuto {
  OrAuto() = default;
  template <class Given>
  requires std::convertible_to<Given, T> OrAuto(Given given) : chosen(T(std::move(given))) {}  // NOLINT: implicit
  std::optional<T> chosen = {};
};

template <class T>
struct Form<OrAuto<T>> {
  static std::optional<OrAuto<T>> read(const Entry& entry, Problems& problems) {
    if (entry.is_scalar() && entry.word() == "auto") return OrAuto<T>{};
    auto value = Form<T>::read(entry, problems);
    return value ? std::optional(OrAuto<T>(std::move(*value))) : std::nullopt;
  }
  static Entry write(const OrAuto<T>& value) {
    return value.chosen ? Form<T>::write(*value.chosen) : Entry::text("auto");
  }
  static Entry schema() {
    Entry word = Entry::map(), schema = Entry::map();
    word.set("const", Entry::text("auto"));
    schema.set("anyOf", Entry::list({word, Form<T>::schema()}));
    return schema;
  }
  static std::string words() { return "auto, or " + Form<T>::words(); }
};

}  // namespace plumb
