#include "plumb/core/registry.h"

namespace plumb {

std::map<std::string, Sort>& sorts() {
  static std::map<std::string, Sort> all;
  return all;
}

}  // namespace plumb
