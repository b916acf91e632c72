#pragma once

#include "plumb/core/or_auto.h"
#include "plumb/data/source.h"

namespace plumb {

/// Where the rows come from.
///
///     data: adult.csv                                    # all rows; `split` divides them
///     data: {csv: {path: adult.data, header: false}}
///     data: [jan.csv, feb.csv]
///     data: {train: adult.data, test: adult.test}        # what is not given is split off the train rows
///     data: {train: clicks.csv, stream: true}            # rows stay in the file (docs/large_data.md)
///     data: photos                                       # images below photos/train and photos/test: as two parts
struct DataSection {
  std::vector<Source> train = {};
  std::vector<Source> valid = {};
  std::vector<Source> test = {};
  OrAuto<bool> stream = {};  // auto: where `memory_limit` allows nothing else
  std::string reason = {};   // why one source was taken as parts; "": it was not
  bool divided() const { return !valid.empty() || !test.empty(); }
};

template <>
struct Form<DataSection> {
  static std::optional<DataSection> read(const Entry& entry, Problems& problems);
  static Entry write(const DataSection& value);
  static Entry schema();
  static std::string words() { return "path or reader, or train, valid and test"; }
};

/// Makes the paths of a `data` section absolute: expands `${NAME}`, resolves against the folder of the task file, and
/// reports what is not there, with near names. Done before the section is read.
void resolve_data_paths(Entry& data, const std::string& folder, Problems problems);

/// The options of a reader that are paths (`FilePath`), as its schema says.
std::vector<std::string> path_options(const std::string& reader);

/// `${NAME}` replaced by the environment's value; one that is not set is a problem.
std::string expand_environment(const std::string& text, Problems problems);

}  // namespace plumb
