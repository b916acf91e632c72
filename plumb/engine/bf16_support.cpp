#include "plumb/engine/bf16_support.h"

namespace plumb {
namespace {

bool (*known)() = nullptr;

}  // namespace

bool cpu_has_bf16() { return known && known(); }

bool tell_bf16_support(bool (*has)()) {
  known = has;
  return true;
}

}  // namespace plumb
