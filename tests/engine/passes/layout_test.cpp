// Layouts: results lie row major, only weights are reordered, once for all shards, and the plan says how often.
#include <sstream>

#include "plumb/engine/plan.h"
#include "tests/engine/passes/planned.h"

namespace plumb::testing {
namespace {

int count_lines(const std::string& text, const std::string& begin, const std::string& words) {
  std::istringstream lines(text);
  int found = 0;
  for (std::string line; std::getline(lines, line);)
    found += line.starts_with(begin) && line.substr(begin.size()).starts_with(words);
  return found;
}

std::string last_line(const std::string& text) { return text.substr(text.rfind('\n', text.size() - 2) + 1); }

/// Two convolutions whose weights oneDNN wants in blocks, on any instruction set.
Value two_convolutions(Graph& g) {
  const Window three{.size = {3, 3}, .stride = {2, 2}};
  return conv2d(relu(conv2d(rows_of(g, "x", {9, 9, 32}), whole(g, "v", {3, 3, 32, 32}), three)),
                whole(g, "w", {3, 3, 32, 32}), three);
}

TEST(Layouts, WeightsAreReorderedOnceForAllShards) {
  Graph g;
  const Value y = two_convolutions(g);
  States states;
  for (const int shards : {1, 4}) {
    const engine::Plan made(g, {y}, 4, states, {.threads = 1, .shards = shards});
    EXPECT_EQ(count_lines(made.text(), "once ", "reorder ["), 2) << made.text();
    EXPECT_EQ(count_lines(made.text(), "each ", "reorder"), 0) << made.text();
    EXPECT_EQ(last_line(made.text()), "2 reorders\n") << made.text();
  }
}

TEST(Layouts, WhatIsRowMajorIsNotReordered) {
  Graph g;
  const Value y = relu(matmul(exp(rows_of(g, "x")), whole(g, "w", {6, 3})));
  States states;
  const engine::Plan made(g, {y}, 4, states, {.threads = 1});
  EXPECT_EQ(last_line(made.text()), "0 reorders\n") << made.text();
  EXPECT_EQ(made.text().find('['), made.text().find("[4, 6]")) << made.text();
}

}  // namespace
}  // namespace plumb::testing
