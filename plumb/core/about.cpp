#include "plumb/core/about.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace plumb {
namespace {

std::string compiler() {
#if defined(__clang__)
  return __VERSION__;  // begins with "Clang"
#else
  return "GCC " __VERSION__;
#endif
}

[[maybe_unused]] const bool told[] = {
    about().emplace("compiler", compiler).second,
    about()
        .emplace(
            "fmt",
            [] { return fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100); })
        .second,
    about()
        .emplace("nlohmann_json",
                 [] {
                   return fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                                      NLOHMANN_JSON_VERSION_PATCH);
                 })
        .second,
};

}  // namespace

std::map<std::string, std::function<std::string()>>& about() {
  static std::map<std::string, std::function<std::string()>> all;
  return all;
}

}  // namespace plumb
