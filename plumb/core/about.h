#pragma once

#include <functional>
#include <map>
#include <string>

namespace plumb {

/// What this program was made of and runs on, for `plumb --version`: each file that uses a library says so itself.
///
///     [[maybe_unused]] const bool told = about().emplace("zlib", [] { return std::string(zlibVersion()); }).second;
std::map<std::string, std::function<std::string()>>& about();

}  // namespace plumb
