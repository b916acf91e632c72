// Updates that are made on a condition: where it does not hold, or in rows that no batch looked up, a chain does
// nothing.
#include <algorithm>

#include "plumb/engine/kernels/chain.h"
#include "plumb/engine/passes/passes.h"

namespace plumb::engine {

// A number for all elements, or a mask that knows its ranges; else empty.
Value Chain::condition(Value v) const {
  if (const Value one = uniform(v)) return n_ > 1 && one.type() == Type::f32 ? one : Value();
  const Kernel* kernel = find_kernel(v.node().op->name);
  return kernel && kernel->ranges ? v : Value();
}

// From the outside in.
Values Chain::conditions_of(const Node& result) const {
  Values all;
  const Node* n = &result;
  while (n->op->name == "select" && n->in[2] == result.in[2]) {
    const Value one = condition(n->in[0]);
    if (!one) break;
    all.push_back(one);
    if (!read_once_here(n->in[1])) break;
    n = &n->in[1].node();
  }
  return all;
}

// Those that all results have in common.
void Chain::find_conditions() {
  bool first = true;
  for (const int id : group_.nodes) {
    if (!lane_.needed(id)) continue;
    const Node& n = lane_.node(id);
    const bool updates = n.op->name == "select" && n.in[2].node().op->name == "state";
    const Values all = updates ? conditions_of(n) : Values();
    if (first) conditions_ = all;
    const auto common = std::mismatch(conditions_.begin(), conditions_.end(), all.begin(), all.end()).first;
    conditions_.erase(common, conditions_.end());
    first = false;
  }
  const auto knows_ranges = [](Value v) { return is_source(v.node()); };
  const auto mask = std::find_if(conditions_.begin(), conditions_.end(), knows_ranges);
  if (mask == conditions_.end()) return;
  conditions_.erase(std::find_if(mask + 1, conditions_.end(), knows_ranges), conditions_.end());
  mask_ = &mask->node();
}

// Where the chain runs only if its conditions hold, a select is what it selects: whoever makes that writes it to the
// result's place, if nobody reads the old value there any more.
bool Chain::leaves_out(size_t at) {
  const Operand chosen = code_[at].b, result = code_[at].out;
  if (chosen.kind != Operand::Kind::tile) return false;
  const auto reads = [&](const Instruction& i, const Operand& what) {
    const auto same = [&](const Operand& o) {
      return o == what || (what.kind == Operand::Kind::memory && o.memory == what.memory);
    };
    return same(i.a) || same(i.b) || same(i.c);
  };
  size_t maker = at;
  while (!(code_[maker].out == chosen)) --maker;
  if (result.kind == Operand::Kind::memory)
    for (size_t i = maker + 1; i < at; ++i)
      if (reads(code_[i], result)) return false;
  const bool stored = result.kind == Operand::Kind::memory;
  const Operand &from = stored ? chosen : result, &to = stored ? result : chosen;
  if (stored) code_[maker].out = result;
  for (Instruction& i : code_)
    for (Operand* o : {&i.a, &i.b, &i.c})
      if (*o == from) *o = to;
  code_[at].a = code_[at].b = code_[at].c = {};
  return true;
}

// Known only when the results have their places.
void Chain::leave_out_selects() {
  if (mask_)  // of what is computed all is changed
    code_[mask_at_].make = [](size_t, size_t n, void* out) { std::fill_n(static_cast<float*>(out), n, 1.0F); };
  std::vector<bool> dropped(code_.size());
  for (const size_t at : selects_) dropped[at] = leaves_out(at);
  for (size_t i = code_.size(); i-- > 0;) {  // nor what was made for them alone
    const auto reads = [&](const Operand& o) { return o == code_[i].out; };
    bool read = code_[i].loop || code_[i].out.kind == Operand::Kind::memory;
    for (size_t j = i + 1; j < code_.size() && !read; ++j)
      read = reads(code_[j].a) || reads(code_[j].b) || reads(code_[j].c);
    dropped[i] = dropped[i] || !read;
  }
  std::vector<Instruction> kept;
  for (size_t i = 0; i < code_.size(); ++i)
    if (!dropped[i]) kept.push_back(std::move(code_[i]));
  code_ = std::move(kept);
}

// Where the results change: nowhere if a number says so, else where the mask does, or everywhere.
std::function<std::span<const Interval>()> Chain::ranges() {
  std::vector<const Buffer*> numbers;
  for (const Value condition : conditions_)
    if (!mask_ || condition != mask_->self) numbers.push_back(lane_.use(condition));
  auto of_mask = mask_ ? find_kernel(mask_->op->name)->ranges(lane_, *mask_) : nullptr;
  return [numbers, of_mask, all = Interval{0, static_cast<int64_t>(n_)}] {
    if (std::any_of(numbers.begin(), numbers.end(), [](const Buffer* number) { return *number->floats() == 0; }))
      return std::span<const Interval>();
    return of_mask ? of_mask() : std::span(&all, 1);
  };
}

}  // namespace plumb::engine
