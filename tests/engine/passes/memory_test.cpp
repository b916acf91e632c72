// Where results lie: in memory that others are done with, or that is overwritten in place.
#include "plumb/engine/internal/memory.h"
#include "plumb/engine/internal/arena.h"
#include "plumb/engine/plan.h"
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

TEST(Arena, BuffersThatLiveTogetherDoNotOverlap) {
  Random random(5, "arena");
  std::vector<engine::Buffer> buffers(300);
  std::vector<engine::Buffer*> all;
  size_t sum = 0;
  for (engine::Buffer& b : buffers) {
    b.bytes = random.below(5000);
    b.first = static_cast<int>(random.below(100));
    b.last = b.first + static_cast<int>(random.below(12));
    sum += engine::padded(b.bytes);
    all.push_back(&b);
  }
  const size_t bytes = engine::place_by_lifetime(all);
  EXPECT_LT(bytes, sum / 4);
  for (const engine::Buffer& a : buffers)
    for (const engine::Buffer& b : buffers) {
      const bool together = a.first <= b.last && b.first <= a.last;
      const bool overlap =
          a.offset < b.offset + engine::padded(b.bytes) && b.offset < a.offset + engine::padded(a.bytes);
      ASSERT_TRUE(&a == &b || !together || !overlap);
    }
}

struct Placing {
  const char* says;
  Value (*build)(Graph&);
  size_t arena, apart;  // buffers of 256 rows of 64 numbers: in the arena, and without sharing
};

Value square_of(Graph& g, const char* name) { return whole(g, name, {64, 64}); }

const Placing placing[] = {
    {"what is read for the last time is overwritten",
     [](Graph& g) { return exp(softmax(matmul(rows_of(g, "x", {64}), square_of(g, "w")))); }, 1, 1},
    {"but not what is read again",
     [](Graph& g) {
       const Value y = matmul(rows_of(g, "x", {64}), square_of(g, "w"));
       return softmax(y) * y;
     },
     2, 2},
    {"a product wants a place of its own; the third takes that of the first",
     [](Graph& g) {
       const Value w = square_of(g, "w");
       return matmul(matmul(matmul(matmul(rows_of(g, "x", {64}), w), w), w), w);
     },
     2, 4},
    {"a view takes no memory",
     [](Graph& g) {
       return exp(split_dim(matmul(rows_of(g, "x", {64}), square_of(g, "w")), 1, {8, 8}));
     },
     1, 1},
    {"a mask is not kept beside what it is made of",
     [](Graph& g) {
       const Value w = square_of(g, "w"), r = exp(rows_of(g, "x", {64})), mask = positive(r);
       return matmul(matmul(matmul(rows_of(g, "d", {64}), w) * mask, w) * mask, w) * r;
     },
     3, 4},
    {"an input is never overwritten", [](Graph& g) { return exp(rows_of(g, "x", {64})); }, 1, 1},
};

TEST(Memory, IsReusedWhenItsReadersAreDone) {
  const size_t one = engine::padded(256 * 64 * sizeof(float));  // beside them is what the products scratch on
  for (const Placing& c : placing) {
    Graph g;
    const Value result = c.build(g);
    States states;
    const engine::Plan made(g, {result}, 256, states, {.threads = 1, .shards = 1});
    EXPECT_EQ(made.memory_bytes() / one, c.arena) << c.says << "\n" << made.text();
    EXPECT_GE(made.buffer_bytes() / one, c.apart) << c.says << "\n" << made.text();
  }
}

}  // namespace
}  // namespace plumb::testing
