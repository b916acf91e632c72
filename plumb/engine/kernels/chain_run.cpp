#include "plumb/engine/kernels/chain_run.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace plumb::engine {

/// Short ranges that fill one tile.
class ChainRun::Rows {
 public:
  struct Row {
    size_t first, n, in_tile;
  };
  bool takes(size_t n) const { return count_ < rows_.size() && elements_ + n <= tile_size; }
  void add(size_t first, size_t n) {
    rows_[count_++] = {first, n, elements_};
    elements_ += n;
  }
  void clear() { count_ = elements_ = 0; }
  size_t elements() const { return elements_; }
  const Row* begin() const { return rows_.data(); }
  const Row* end() const { return rows_.data() + count_; }

 private:
  std::array<Row, 128> rows_;
  size_t count_ = 0, elements_ = 0;
};

ChainRun::ChainRun(Lane& lane, std::vector<Instruction> code, int tiles,
                   std::function<std::span<const Interval>()> ranges)
    : code_(std::move(code)), ranges_(std::move(ranges)), tiles_(static_cast<size_t>(tiles)) {
  const auto stage = [&](const Operand& o) -> Staged& {
    const auto same = [&](const Staged& s) { return s.memory == o.memory; };
    const auto known = std::find_if(staged_.begin(), staged_.end(), same);
    return known != staged_.end() ? *known : staged_.emplace_back(Staged{.memory = o.memory, .width = o.width});
  };
  if (ranges_)
    for (const Instruction& i : code_) {
      for (const Operand* o : {&i.a, &i.b, &i.c})
        if (o->kind == Operand::Kind::memory) stage(*o).read = true;
      if (i.out.kind == Operand::Kind::memory) stage(i.out).written = true;
    }
  all_tiles_ = tiles_ + staged_.size();
  scratch_ = lane.scratch(all_tiles_ * tile_size * sizeof(float) * static_cast<size_t>(lane.threads()));
}

std::byte* ChainRun::tile(size_t number, int part) const {
  return scratch_->data + (static_cast<size_t>(part) * all_tiles_ + number) * tile_size * sizeof(float);
}

void* ChainRun::at(const Operand& o, size_t first, int part, bool staged) const {
  switch (o.kind) {
    case Operand::Kind::memory: {
      if (!staged) return o.memory->data + first * o.width;
      const auto same = [&](const Staged& s) { return s.memory == o.memory; };
      const auto place = std::find_if(staged_.begin(), staged_.end(), same) - staged_.begin();
      return tile(tiles_ + static_cast<size_t>(place), part);
    }
    case Operand::Kind::number:
      return o.memory->data;
    case Operand::Kind::tile:
      return tile(static_cast<size_t>(o.tile), part);
    default:
      return nullptr;
  }
}

void ChainRun::execute(const Instruction& i, size_t first, size_t n, int part, bool staged) const {
  const auto where = [&](const Operand& o) { return at(o, first, part, staged); };
  LoopArgs args{where(i.a), where(i.b), where(i.c), where(i.out), n, i.p, i.q};
  for (size_t k = 0; k < i.numbers.size(); ++k) args.numbers[k] = *i.numbers[k].memory->floats();
  i.loop(args);
}

void ChainRun::run(size_t from, size_t to, int part) const {
  for (size_t first = from; first < to; first += tile_size) {
    const size_t n = std::min(tile_size, to - first);
    for (const Instruction& i : code_)
      if (i.loop)
        execute(i, first, n, part, false);
      else
        i.make(first, n, at(i.out, first, part, false));
  }
}

// Loops do whole vectors, then single numbers, and the two may round apart; so whole vectors are done here, whatever
// lies in the tiles behind the last row. A row's result then does not depend on which rows it is brought together with.
void ChainRun::run_rows(const Rows& rows, int part) const {
  constexpr size_t vector = 16;
  const size_t n = (rows.elements() + vector - 1) / vector * vector;
  for (const Rows::Row& row : rows)
    for (size_t s = 0; s < staged_.size(); ++s)
      if (const auto& [memory, width, read, written] = staged_[s]; read)
        std::memcpy(tile(tiles_ + s, part) + row.in_tile * width, memory->data + row.first * width, row.n * width);
  for (const Instruction& i : code_) {
    if (i.loop) {
      execute(i, 0, n, part, true);
      continue;
    }
    auto* to = static_cast<std::byte*>(at(i.out, 0, part, true));
    for (const Rows::Row& row : rows) i.make(row.first, row.n, to + row.in_tile * i.out.width);
  }
  for (const Rows::Row& row : rows)
    for (size_t s = 0; s < staged_.size(); ++s)
      if (const auto& [memory, width, read, written] = staged_[s]; written)
        std::memcpy(memory->data + row.first * width, tile(tiles_ + s, part) + row.in_tile * width, row.n * width);
}

void ChainRun::operator()(int64_t from, int64_t to, int part) const {
  if (!ranges_) return run(static_cast<size_t>(from), static_cast<size_t>(to), part);
  const std::span<const Interval> all = ranges_();
  const auto ends_before = [](const Interval& r, int64_t at) { return r.end <= at; };
  const auto cut = [&](const Interval& r) {
    return std::pair(static_cast<size_t>(std::max(from, r.begin)), static_cast<size_t>(std::min(to, r.end)));
  };
  constexpr std::ptrdiff_t ahead = 32;  // rows that are on their way while others are brought together
  Rows rows;
  for (auto r = std::lower_bound(all.begin(), all.end(), from, ends_before); r != all.end() && r->begin < to; ++r) {
    if (all.end() - r > ahead)
      for (const Staged& s : staged_)
        __builtin_prefetch(s.memory->data + static_cast<size_t>(r[ahead].begin) * s.width);
    const auto [begin, end] = cut(*r);
    const bool everywhere = begin == static_cast<size_t>(from) && end == static_cast<size_t>(to);
    if (everywhere || end - begin > tile_size / 2) {
      run(begin, end, part);
      continue;
    }
    if (!rows.takes(end - begin)) {
      run_rows(rows, part);
      rows.clear();
    }
    rows.add(begin, end - begin);
  }
  if (rows.elements() > 0) run_rows(rows, part);
}

}  // namespace plumb::engine
