#pragma once

#include <functional>
#include <map>
#include <span>
#include <vector>

#include "plumb/engine/internal/lane.h"
#include "plumb/engine/kernels/loops.h"

namespace plumb::engine {

/// A tensor in memory, a tile's register, or one number for all elements.
struct Operand {
  enum class Kind : uint8_t { none, memory, tile, number } kind = Kind::none;
  Buffer* memory = nullptr;
  Value value = {};  // of memory: what lies there
  size_t width = 4;  // bytes of an element
  int tile = -1;
  bool operator==(const Operand&) const = default;
};

/// One operator over one tile: a loop, or the making of a source.
struct Instruction {
  Loop loop = nullptr;
  std::function<void(size_t first, size_t n, void* out)> make{};
  Operand a{}, b{}, c{}, out{};
  std::vector<Operand> numbers{};
  float p = 0, q = 0;
};

/// The code of a chain of pointwise operators. All of it runs over one tile before the next tile, so that results in
/// between stay in the first cache; masks and broadcasts are made tile by tile. Updates that change only some ranges of
/// their states (rows of a table that a batch looked up) are computed in these alone, and those that are made on a
/// condition only where it holds.
class Chain {
 public:
  Chain(Lane& lane, const Group& group);
  void prepare();

 private:
  void add(const Node& node);
  Operand operand(Value v);
  Operand tensor(Value v);  // an operand that is no number
  Operand number(Value v);
  Operand source(const Node& node);
  Operand emit(Instruction instruction);
  bool blends(const Node& node);
  bool steps_by_root(const Node& node);
  bool joins_product(const Node& node);
  const Node* scaled(Value v) const;   // an affine without shift that only one sum of this chain reads
  const Node* product(Value v) const;  // the same for a product of tensors
  bool read_once_here(Value v) const;
  bool here(Value v) const;
  Value condition(Value v) const;
  Values conditions_of(const Node& result) const;
  void find_conditions();
  void store();
  void leave_out_selects();
  bool leaves_out(size_t at);
  std::function<std::span<const Interval>()> ranges();
  void share_tiles();

  Lane& lane_;
  const Group& group_;
  std::map<int, Operand> done_;
  std::map<int, int> readers_;  // node of this chain -> readings in it
  Values memory_;               // read from memory, element by element
  std::vector<Instruction> code_;
  // Where every result is select(condition, something, the state it updates), perhaps several times: the conditions,
  // numbers and at most one mask that knows its ranges, that mask's instruction, the selects', and whether each result
  // lies over its state, so that nothing need be done where a condition is 0.
  Values conditions_;
  const Node* mask_ = nullptr;
  size_t mask_at_ = 0;
  std::vector<size_t> selects_;
  bool in_place_ = true;
  size_t n_ = 0;
  int tiles_ = 0;
};

}  // namespace plumb::engine
