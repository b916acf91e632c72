#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

// What networks for tables ask of preparing and training; the numbers are from trials on public tables.

/// The step that spreads numbers normally.
Entry normal_numbers_want();

/// The step that adds what pairs of numbers tell of the target, where there are rows enough.
Entry paired_columns_want(const TableFacts& facts);

/// Steps that spread numbers normally, find their bins where there are rows enough, and make categories of those with
/// few values.
Entry embedded_columns_want(const TableFacts& facts);

/// AdamW at this rate, batches that fit the number of rows, no long gradients, and a stop where the valid loss does not
/// fall any more. `blind_epochs`: where there are no rows to watch.
Entry table_training_wants(const TableFacts& facts, double learning_rate, int64_t blind_epochs = 30);

}  // namespace plumb
