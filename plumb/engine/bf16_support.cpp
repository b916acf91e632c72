#include "plumb/engine/bf16_support.h"

#include "plumb/core/about.h"
#include "plumb/core/error.h"

namespace plumb {
namespace {

bool (*known)() = nullptr;

}  // namespace

bool cpu_has_bf16() { return known && known(); }

void require_bf16_on_cpu() {
  require(cpu_has_bf16(),
          "precision: bf16 needs a processor with instructions for it (avx512_bf16 or AMX), and this one has {}; write "
          "`precision: fp32`, or auto",
          about().at("instruction set")());
}

bool tell_bf16_support(bool (*has)()) {
  known = has;
  return true;
}

}  // namespace plumb
