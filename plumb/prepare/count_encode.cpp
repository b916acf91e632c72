#include "plumb/prepare/count_encode.h"

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"
#include "plumb/prepare/word_places.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<CountEncode>();

CountEncode::State CountEncode::fit(const Rows& train, const StepContext& context) const {
  State state;
  int64_t rows = 0;
  for (const Table& chunk : train.chunks()) rows += chunk.rows();
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_categories, &fits_words)) {
    Counted counted{.column = column};
    const auto unit = static_cast<double>(normalize ? rows : 1);
    const auto add = [&](const std::string& word, int64_t times) {
      counted.words.push_back(word);
      counted.counts.push_back(static_cast<double>(times) / unit);
    };
    const auto words = present_words(train, column);
    if (const int64_t gaps = rows - std::ssize(words); gaps > 0) add("", gaps);
    for (const auto& [word, times] : tally(words)) add(word, times);
    state.counted.push_back(std::move(counted));
  }
  return state;
}

Table CountEncode::apply(const State& state, Table rows, const StepContext&) const {
  for (const Counted& counted : state.counted) {
    std::vector<double> numbers;
    for (const size_t place : word_places(rows.at(counted.column), counted.words))
      numbers.push_back(place < counted.counts.size() ? counted.counts[place] : 0);
    rows.set(counted.column, Column::numbers(std::move(numbers)));
  }
  return rows;
}

void CountEncode::emit(const State& state, onnx::Columns& columns) const {
  for (const Counted& counted : state.counted) {
    auto table = counted.counts;
    table.push_back(0);  // words that no train row has
    columns.set_numbers({counted.column}, emit_word_table(columns, counted.column, counted.words, table, 1));
  }
}

}  // namespace plumb
