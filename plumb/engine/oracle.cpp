#include "plumb/engine/oracle.h"

#include "plumb/engine/plugin.h"

namespace plumb {
namespace {

Oracle*& current() {
  static Oracle* oracle = nullptr;
  return oracle;
}

}  // namespace

Oracle& oracle() {
  load_torch_plugin();
  return *current();
}

bool set_oracle(Oracle* oracle) {
  current() = oracle;
  return true;
}

}  // namespace plumb
