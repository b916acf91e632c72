#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "plumb/engine/passes/passes.h"
#include "tests/engine/networks.h"

/// The passes as tables: a graph goes in, calls come out.
namespace plumb::testing {

using engine::Prepared;
using engine::Rows;

struct Planned {
  Prepared prepared;
  engine::Users users;
  engine::RowsOf rows;
  std::vector<engine::Group> groups;
};

inline Planned plan(const Graph& graph, const Values& outputs, int64_t rows, bool shards = false, bool fuse = true,
                    Precision precision = Precision::fp32) {
  Planned p;
  p.prepared = engine::prepare_graph(graph, outputs, rows, {.updates = true, .precision = precision});
  p.users = engine::find_users(*p.prepared.graph, p.prepared.live, p.prepared.roots());
  p.rows = engine::analyse_rows(p.prepared, p.users);
  if (!shards) {
    std::fill(p.rows.rows.begin(), p.rows.rows.end(), Rows::none);
    std::fill(p.rows.phase.begin(), p.rows.phase.end(), 0);
  }
  p.groups = engine::make_groups(p.prepared, p.rows, p.users, fuse);
  if (fuse) engine::recompute_cheap(p.prepared, p.rows, p.users, p.groups);
  return p;
}

/// "matmul+add+relu, reduce": the operators of each call, in order.
inline std::string calls(const Planned& p) {
  std::string all;
  for (const engine::Group& group : p.groups) {
    if (p.prepared.graph->node(group.leader).op->view) continue;
    std::string one;
    for (const int id : group.nodes) one += (one.empty() ? "" : "+") + p.prepared.graph->node(id).op->name;
    all += (all.empty() ? "" : ", ") + one;
  }
  return all;
}

struct Case {
  const char* says;
  Value (*build)(Graph&);
  const char* calls;
};

inline Value rows_of(Graph& g, const char* name, Shape each = {6}) {
  each.insert(each.begin(), 4);
  return g.input(name, each);
}
inline Value whole(Graph& g, const char* name, Shape shape) {
  return g.input(name, std::move(shape), Type::f32, false);
}

template <size_t n>
void expect_calls(const Case (&cases)[n], Precision precision = Precision::fp32) {
  for (const Case& c : cases) {
    Graph g;
    const Value result = c.build(g);
    EXPECT_EQ(calls(plan(g, {result}, 4, false, true, precision)), c.calls) << c.says << "\n" << g.text();
  }
}

}  // namespace plumb::testing
