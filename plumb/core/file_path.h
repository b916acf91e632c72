#pragma once

#include <string>

#include "plumb/core/form.h"

namespace plumb {

/// A path of a file, a folder or a glob, as an option: `path: adult.csv`. Told apart from other text, so that whoever
/// reads options from a file can expand `${NAME}`, resolve it against the file's folder and say that it is not there.
/// `Form<FilePath>::schema()` has `format: path`, which is how it is found among the options of any component.
struct FilePath : std::string {
  using std::string::string;
  FilePath(std::string path) : std::string(std::move(path)) {}  // NOLINT: implicit by design
};

template <>
struct Form<FilePath> {
  static std::optional<FilePath> read(const Entry& entry, Problems& problems) {
    auto text = Form<std::string>::read(entry, problems);
    return text ? std::optional<FilePath>(std::move(*text)) : std::nullopt;
  }
  static Entry write(const FilePath& value) { return Entry::text(value); }
  static Entry schema() {
    Entry schema = schema_of("string");
    schema.set("format", Entry::text("path"));
    return schema;
  }
  static std::string words() { return "path"; }
};

}  // namespace plumb
