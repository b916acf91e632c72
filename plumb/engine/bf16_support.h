#pragma once

namespace plumb {

/// Whether this machine's processor multiplies bf16 numbers by instructions of its own (AVX-512 with bf16, AMX), and
/// this build has the CPU engine: then `precision: bf16` runs on the device "cpu". Without them it would be slower than
/// fp32.
bool cpu_has_bf16();

/// An Error that says what to write, where it does not.
void require_bf16_on_cpu();

/// Called once by the engine's kernels, which know.
bool tell_bf16_support(bool (*has)());

}  // namespace plumb
