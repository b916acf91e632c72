#include "plumb/engine/internal/arena.h"

#include <algorithm>
#include <map>
#include <queue>
#include <set>

#include "plumb/engine/internal/memory.h"

namespace plumb::engine {
namespace {

/// The free gaps of an arena that grows at its end.
class Gaps {
 public:
  size_t take(size_t size) {
    const auto fit = by_size_.lower_bound({size, 0});
    if (fit == by_size_.end()) return grow(size);
    const auto [bytes, offset] = *fit;
    erase(offset, bytes);
    if (bytes > size) insert(offset + size, bytes - size);
    return offset;
  }

  void give(size_t offset, size_t size) {
    auto next = by_offset_.lower_bound(offset);
    if (next != by_offset_.end() && next->first == offset + size) {
      const auto [at, bytes] = *next;
      erase(at, bytes);
      size += bytes;
    }
    next = by_offset_.lower_bound(offset);
    if (next != by_offset_.begin()) {
      const auto [at, bytes] = *std::prev(next);
      if (at + bytes == offset) {
        erase(at, bytes);
        offset = at;
        size += bytes;
      }
    }
    insert(offset, size);
  }

  size_t end() const { return end_; }

 private:
  size_t grow(size_t size) {
    size_t offset = end_;
    if (!by_offset_.empty()) {  // begin in the gap at the end
      const auto [at, bytes] = *by_offset_.rbegin();
      if (at + bytes == end_) {
        erase(at, bytes);
        offset = at;
      }
    }
    end_ = offset + size;
    return offset;
  }
  void insert(size_t offset, size_t bytes) {
    by_offset_[offset] = bytes;
    by_size_.insert({bytes, offset});
  }
  void erase(size_t offset, size_t bytes) {
    by_offset_.erase(offset);
    by_size_.erase({bytes, offset});
  }
  std::map<size_t, size_t> by_offset_{};
  std::set<std::pair<size_t, size_t>> by_size_{};
  size_t end_ = 0;
};

}  // namespace

size_t place_by_lifetime(std::vector<Buffer*> buffers) {
  std::stable_sort(buffers.begin(), buffers.end(), [](const Buffer* a, const Buffer* b) {
    return a->first != b->first ? a->first < b->first : a->bytes > b->bytes;
  });
  const auto later = [](const Buffer* a, const Buffer* b) { return a->last > b->last; };
  std::priority_queue<Buffer*, std::vector<Buffer*>, decltype(later)> alive(later);
  Gaps gaps;
  for (Buffer* buffer : buffers) {
    for (; !alive.empty() && alive.top()->last < buffer->first; alive.pop())
      gaps.give(alive.top()->offset, padded(alive.top()->bytes));
    buffer->offset = gaps.take(padded(buffer->bytes));
    alive.push(buffer);
  }
  return gaps.end();
}

}  // namespace plumb::engine
