#include <oneapi/dnnl/dnnl.h>

#include "plumb/engine/bf16_support.h"

namespace plumb::engine {
namespace {

[[maybe_unused]] const bool told = tell_bf16_support([] {
  const unsigned has = dnnl_get_effective_cpu_isa(), wanted = dnnl_cpu_isa_avx512_core_bf16;  // sets of bits
  return (has & wanted) == wanted;
});

}  // namespace
}  // namespace plumb::engine
