#pragma once

#include "plumb/task/task_data.h"

namespace plumb {

/// What makes a score look better than it will be on new rows, said in the log with what to do:
///
///   - valid or test rows that are exact copies of train rows (all inputs and targets), test rows of valid rows, and
///     copies that folds may part;
///   - an input that alone gives the target away (`giveaway`).
void warn_of_leaks(const Task& task, const TaskData& data);

/// How much of the target one column tells, from 0 to 1, over at most 10,000 rows of the table.
///
///   classes from numbers  rows in the order of the numbers;
///                         1 - (changes of class - (classes - 1)) / (changes by chance)
///   classes from words    each row guessed from the others with its word;
///                         1 - errors / (errors of the commonest class)
///   numbers from numbers  the square of Spearman's rank correlation
///   numbers from words    each row guessed by the mean of the others with its word;
///                         1 - squared errors / variance
///
/// A word that no other row has tells nothing, so that an identifier gives nothing away. 0 where fewer than 50 rows
/// have both cells, or the target says too little to judge.
double giveaway(const Column& column, const Column& target);

/// From here on a column is named.
inline constexpr double gives_away = 0.995;

}  // namespace plumb
