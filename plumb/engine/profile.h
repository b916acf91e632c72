#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumb/core/entry.h"

/// What a plan's calls took: as a table, as JSON, and as a trace for chrome://tracing and Perfetto.
namespace plumb {

/// One call in the fastest run. A call that every shard makes, or that threads share, stands there once for each.
struct CallTime {
  std::string what = {};                    // as in Executor::text(): operator, fused with what, shapes
  std::vector<std::string> operators = {};  // that it computes, in order; empty: it moves or adds up what others made
  std::string kernel = {};                  // the operator that leads; "chain" for pointwise ones
  std::string layer = {};                   // that asked for it; "" where none did
  std::string layout = {};                  // of what is not row major: "ABcd16b16a"
  int call = 0;                             // those of one number are the same call of several shards or threads
  int shard = 0;                            // from 1; 0: of the whole batch
  int thread = 0;
  double begin = 0, seconds = 0;  // from the begin of the step
  double flops = 0;               // of products: two for a multiply-add; 0: none, or not known
  bool bf16 = false;              // these read bf16 copies
  double bytes = 0;               // read and written, were nothing in a cache; 0: not known
};

struct StepTimes {
  double seconds = 0;  // of the fastest run
  int64_t runs = 0;
  int threads = 1, shards = 0;
  std::vector<CallTime> calls = {};  // in the order of their begin
};

/// Executors that keep times (EngineSettings.profile) are this too:
///
///     if (const auto* profiled = dynamic_cast<const Profiled*>(executor.get())) profiled->times();
class Profiled {
 public:
  virtual ~Profiled() = default;
  virtual StepTimes times() const = 0;
};

/// What this machine reaches at best, each thread while all of them work: products of large matrices, and additions of
/// arrays far larger than the caches (bytes read and written).
struct Peaks {
  double flops = 0, bytes = 0;  // a second and thread
  double bf16_flops = 0;        // of products of bf16 copies; 0: not measured
};
Peaks measure_peaks(int threads, bool also_bf16 = false);

/// A row a call, in the order of the step: its time in all threads together, its share of the step (of all threads'
/// time), and what it reaches beside the peak: products in GFLOP/s, beside that of their precision, the others in GB/s.
/// Then the sums by operator. Products are those of the formula: Winograd's convolution has fewer (decision 077), and
/// may pass 100 %.
std::string profile_text(const StepTimes& times, const Peaks& peaks);
Entry profile_entry(const StepTimes& times, const Peaks& peaks);
/// The same as a trace event file: a bar a call, a line a thread.
std::string chrome_trace(const StepTimes& times);

}  // namespace plumb
