#include "plumb/task/network_defaults.h"

#include <algorithm>

namespace plumb {

std::vector<std::string> said_options(const TrainOptions& options) {
  std::vector<std::string> said = options.said;
  const Entry given = write_options(options), defaults = write_options(TrainOptions{});
  for (const Entry::Field& field : given.fields())
    if (!contains_word(said, field.name) && !(field.value == defaults.at(field.name))) said.push_back(field.name);
  return said;
}

TrainOptions with_defaults_of(const Wants& wants, const TrainOptions& options) {
  if (!wants.train.is_map()) return options;
  const auto said = said_options(options);
  Entry entry = write_options(options);
  for (const Entry::Field& wanted : wants.train.fields())
    if (!contains_word(said, wanted.name)) entry.set(wanted.name, wanted.value);
  Problems problems;
  auto settled = read_options<TrainOptions>(entry, problems);
  problems.raise();
  settled->said = said;
  return std::move(*settled);
}

TableFacts facts_of(const Dataset& train, const Dataset* valid, int64_t rows) {
  return {.rows = rows > 0 ? rows : train.rows(), .has_valid = valid && valid->rows() > 0};
}

}  // namespace plumb
