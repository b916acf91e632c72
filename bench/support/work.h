#pragma once

#include "plumb/graph/graph.h"

/// What a row of the tables asks of a machine at least: bench/harness/limits.py turns it into milliseconds.
namespace plumb::bench {

/// Of the products and convolutions that `ends` need with so many rows.
int64_t multiply_adds(const Graph& graph, const Values& ends, int64_t rows);

/// Weights that are read or changed: of a table of which nodes like these take rows, no more rows than they take.
int64_t touched_weights(const Graph& graph, int64_t rows, bool (*takes_rows)(const Node&));

}  // namespace plumb::bench
