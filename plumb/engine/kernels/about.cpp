// What the CPU engine computes with, and which instructions of this machine it uses.
#include <hwy/highway.h>
#include <oneapi/dnnl/dnnl.h>

#include "plumb/core/about.h"

namespace plumb {
namespace {

std::string instruction_set() {
  switch (dnnl_get_effective_cpu_isa()) {
    case dnnl_cpu_isa_sse41:
      return "SSE 4.1";
    case dnnl_cpu_isa_avx:
      return "AVX";
    case dnnl_cpu_isa_avx2:
      return "AVX2";
    case dnnl_cpu_isa_avx2_vnni:
    case dnnl_cpu_isa_avx2_vnni_2:
      return "AVX2 with VNNI";
    case dnnl_cpu_isa_avx512_core:
      return "AVX-512";
    case dnnl_cpu_isa_avx512_core_vnni:
      return "AVX-512 with VNNI";
    case dnnl_cpu_isa_avx512_core_bf16:
      return "AVX-512 with VNNI and bf16";
    case dnnl_cpu_isa_avx512_core_fp16:
      return "AVX-512 with VNNI, bf16 and fp16";
    case dnnl_cpu_isa_avx512_core_amx:
    case dnnl_cpu_isa_avx512_core_amx_fp16:
      return "AVX-512 with VNNI, bf16 and AMX";
    default:
      return "that of any processor of this kind";
  }
}

std::string onednn() {
  const dnnl_version_t* version = dnnl_version();
  return std::to_string(version->major) + "." + std::to_string(version->minor) + "." + std::to_string(version->patch);
}

[[maybe_unused]] const bool told[] = {
    about().emplace("instruction set", instruction_set).second,
    about().emplace("oneDNN", onednn).second,
    about()
        .emplace("Highway",
                 [] {
                   return std::to_string(HWY_MAJOR) + "." + std::to_string(HWY_MINOR) + "." + std::to_string(HWY_PATCH);
                 })
        .second,
};

}  // namespace
}  // namespace plumb
