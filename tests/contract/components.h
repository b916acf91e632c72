#pragma once

#include <string>
#include <vector>

#include "plumb/core/registry.h"

/// Everything registered, whatever its sort, and how a task file would write it.
namespace plumb::contract {

struct Named {
  std::string sort;
  ComponentHelp help;

  /// `{name: {options}}` as its example has it, or with no options where there is none.
  Entry entry() const;
  Entry with_options(const Entry& options) const;
  Entry options() const { return entry().fields().front().value; }
  /// Read and written back with all its options; what is wrong with it stands in `message`.
  std::optional<Entry> round_trip(const Entry& entry, std::string& message) const;
};
void PrintTo(const Named& named, std::ostream* out);

/// Of these sorts; of all where none is named.
std::vector<Named> components(const std::vector<std::string>& of_sorts = {});

}  // namespace plumb::contract
