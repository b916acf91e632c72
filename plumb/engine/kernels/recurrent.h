#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

/// The loops of recurrent networks, for each instruction set. A step is one product of the states with weights that
/// were packed to stay in cache, and what follows from it is computed while the product is in registers.
namespace plumb::engine {

/// Rows of scratch and packed weights are padded to whole vectors of the widest instruction set.
constexpr size_t padded_units(size_t units) { return (units + 15) / 16 * 16; }

/// A run over sequences; all tensors row major, without gaps.
struct RecurrentRun {
  size_t rows = 0, steps = 0, units = 0;
  bool reverse = false;
  bool relu = false;
  const int32_t* lengths = nullptr;  // by row; null: all steps count
  const float* gates = nullptr;      // [rows, steps, gates * units]
  const float* weights = nullptr;    // packed
  const float* bias = nullptr;       // gru: [3 units]
  float* y = nullptr;                // [rows, steps, units]
  float* kept = nullptr;             // null where no gradient is wanted
  float* scratch = nullptr;
  // Of a gradient; y and kept are read then.
  const float* dy = nullptr;
  float* dgates = nullptr;

  bool counts(size_t row, size_t step) const { return !lengths || static_cast<int64_t>(step) < lengths[row]; }
};

/// A kind of cell, with the loops for this machine.
struct RecurrentCell {
  size_t gates = 1;  // vectors of units that a step takes from its input
  size_t kept = 1;   // floats kept for each row, step and unit: the states before each step, then the cell's own
  /// Packs weights [units, gates * units] for the steps forward, or those backward.
  void (*pack)(bool backward, const float* weights, size_t units, float* packed) = nullptr;
  /// Step number k (in the order of the network) of units [from, to), cut at multiples of 64. Before the first step the
  /// scratch memory holds zeros.
  void (*step)(const RecurrentRun& run, size_t k, size_t from, size_t to) = nullptr;
  void (*backward)(const RecurrentRun& run) = nullptr;  // all steps

  size_t packed_floats(size_t units) const { return gates * padded_units(units) * (padded_units(units) + 64); }
  size_t scratch_floats(size_t rows, size_t units) const { return (gates + 3) * rows * padded_units(units); }
};
/// All steps forward.
void run_forward(const RecurrentCell& cell, const RecurrentRun& run);

/// All steps forward of few rows, where a step does little but bring the weights from a core's second cache: two
/// threads take half of the units each. One that leads never waits for one that has not come, and one that follows goes
/// away if nobody leads; so it does not matter when they get a core, nor whether it is the same.
class SharedSteps {
 public:
  static bool worth(const RecurrentRun& run) { return run.rows <= 2 && run.units >= 128; }
  // Once each in every run.
  void lead(const RecurrentCell& cell, const RecurrentRun& run);
  void follow(const RecurrentCell& cell, const RecurrentRun& run);

 private:
  bool second_half(const RecurrentCell& cell, const RecurrentRun& run, uint64_t number);
  // Steps are numbered on from run to run, so that nothing is ever set back under a thread that still looks at it.
  uint64_t leads_ = 0, follows_ = 0;
  alignas(64) std::atomic<uint64_t> begun_ = 0;  // runs
  alignas(64) std::atomic<uint64_t> first_ = 0;  // steps whose first half is done, …
  alignas(64) std::atomic<uint64_t> claimed_ = 0, second_ = 0;
};

RecurrentCell simple_rnn_cell();
RecurrentCell lstm_cell();
RecurrentCell gru_cell();

}  // namespace plumb::engine
