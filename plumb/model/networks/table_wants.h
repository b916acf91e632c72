#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

// What networks for tables ask of preparing and training; the numbers are from trials on public tables.

/// Steps that spread numbers normally, find their bins, and make categories of those with few values.
Entry embedded_columns_want(const TableFacts& facts);

/// AdamW at this rate, batches that fit the number of rows, no long gradients, and a stop where the valid loss does not
/// fall any more.
Entry table_training_wants(const TableFacts& facts, double learning_rate);

}  // namespace plumb
