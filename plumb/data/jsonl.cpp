#include "plumb/data/jsonl.h"

#include <algorithm>

#include "plumb/core/files.h"
#include "plumb/data/column_builder.h"
#include "plumb/data/gzip.h"
#include "plumb/data/text_input.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Jsonl>();

struct Line {
  std::string where;
  Entry object;
};

bool is_missing(const Entry* cell, const ReadSettings& settings) {
  if (!cell || cell->is_null() || cell->word().empty()) return true;
  return std::find(settings.missing.begin(), settings.missing.end(), cell->word()) != settings.missing.end();
}

/// A line as an object of scalars; an Error says what else it is.
Entry object_of(std::string_view text, const std::string& where) {
  Entry object = parse_json(text, where);
  require(object.is_map(), "{}: needs an object, e.g. {{\"age\": 38}}, got {}", where, shown(object));
  for (const Entry::Field& field : object.fields())
    require(field.value.is_scalar() || field.value.is_null(), "{}: \"{}\" holds {}; one value is wanted", where,
            field.name, shown(field.value));
  return object;
}

Column column_of(const std::string& name, const std::vector<Line>& lines, const ReadSettings& settings) {
  const auto told = settings.types.find(name);
  ColumnBuilder builder(told == settings.types.end() ? std::nullopt : std::optional(told->second));
  const auto add_all = [&] {
    for (const Line& line : lines) {
      const Entry* cell = line.object.find(name);
      if (is_missing(cell, settings))
        builder.add_missing();
      else if (!builder.add(cell->word()))
        throw Error("{}: \"{}\" is {}, but the column holds {}", line.where, name, shown(*cell), name_of(told->second));
    }
  };
  add_all();
  if (builder.again()) {
    builder.restart();
    add_all();
  }
  return builder.finish();
}

class Reading {
 public:
  explicit Reading(const ReadSettings& settings) : settings_(settings) {}

  void file(const Path& path) {
    const std::string text = read_text(path);
    int64_t number = 0;
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      const std::string_view line = std::string_view(text).substr(at, end - at);
      at = end + 1;
      ++number;
      const bool blank = line.find_first_not_of(" \t\r") == std::string_view::npos;
      const bool enough = settings_.limit >= 0 && static_cast<int64_t>(lines_.size()) >= settings_.limit;
      if (!blank && !enough) add(line, fmt::format("{}:{}", path.string(), number));
    }
  }

  ReadResult finish() {
    for (const Line& line : lines_)
      for (const Entry::Field& field : line.object.fields())
        if (std::find(names_.begin(), names_.end(), field.name) == names_.end()) names_.push_back(field.name);
    for (const std::string& name : names_) result_.table.set(name, column_of(name, lines_, settings_));
    return std::move(result_);
  }

 private:
  void add(std::string_view line, const std::string& where) {
    try {
      lines_.push_back({where, object_of(line, where)});
    } catch (const Error& error) {
      if (settings_.on_error == OnError::refuse) throw;
      result_.skipped.push_back({where, error.what()});
    }
  }

  const ReadSettings& settings_;
  std::vector<Line> lines_;
  std::vector<std::string> names_;
  ReadResult result_;
};

}  // namespace

ReadResult Jsonl::read(const ReadSettings& settings) const {
  Reading reading(settings);
  for (const FilePath& pattern : path)
    for (const Path& file : glob(pattern)) reading.file(file);
  return reading.finish();
}

bool Jsonl::recognises(const std::string& path) {
  const std::string ending = ending_inside(path);
  return ending == ".jsonl" || ending == ".ndjson";
}

}  // namespace plumb
