#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

/// Where tests find things.
///
///     if (!has_data("titanic")) GTEST_SKIP() << "needs the shared data sets (PLUMB_DATA)";
namespace plumb::testing {

inline std::filesystem::path source_dir() { return PLUMB_SOURCE_DIR; }

/// The folder of the build: `plumb` lies in it, and the plug-in.
inline std::filesystem::path binary_dir() { return PLUMB_BINARY_DIR; }

/// The shared data sets: $PLUMB_DATA, else ../shared/data beside the repository.
inline std::filesystem::path data_dir() {
  const char* chosen = std::getenv("PLUMB_DATA");
  return chosen ? std::filesystem::path(chosen) : source_dir() / "../shared/data";
}

inline bool has_data(const std::filesystem::path& name) { return std::filesystem::exists(data_dir() / name); }

/// A Python with the reference libraries ($PLUMB_PYTHON), or empty.
inline std::filesystem::path python() {
  const char* chosen = std::getenv("PLUMB_PYTHON");
  return chosen ? chosen : "";
}

/// Whether libtorch and the reference libraries must be there: then a test fails without them instead of being skipped.
inline bool is_ci() {
  const char* ci = std::getenv("CI");
  return ci && std::string(ci) == "true";
}

}  // namespace plumb::testing
