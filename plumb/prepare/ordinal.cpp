#include "plumb/prepare/ordinal.h"

#include <algorithm>
#include <unordered_map>

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<Ordinal>();

Ordinal::State Ordinal::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_categories, &fits_words)) {
    Coded coded{.column = column};
    for (const auto& [word, times] : tally(present_words(train, column))) coded.words.push_back(word);
    require(!coded.words.empty(), "ordinal: column \"{}\" is empty in every train row; leave it out", column);
    state.coded.push_back(std::move(coded));
  }
  return state;
}

Table Ordinal::apply(const State& state, Table rows, const StepContext&) const {
  for (const Coded& coded : state.coded) {
    std::unordered_map<std::string, int64_t> codes;
    for (const auto& word : coded.words) codes.emplace(word, static_cast<int64_t>(codes.size()));
    const Column& cells = rows.at(coded.column);
    std::vector<int64_t> result(static_cast<size_t>(cells.size()), unknown(coded));
    for (int64_t row = 0; row < cells.size(); ++row) {
      if (cells.missing(row)) continue;
      const auto found = codes.find(std::string(cells.text(row)));
      if (found != codes.end()) result[static_cast<size_t>(row)] = found->second;
    }
    rows.set(coded.column, Column::integers(std::move(result)));
  }
  return rows;
}

void Ordinal::emit(const State& state, onnx::Columns& columns) const {
  for (const Coded& coded : state.coded) {
    const auto codes = columns.index_of(coded.column, coded.words, unknown(coded));
    columns.set_numbers({coded.column}, columns.cast(codes, onnx::Element::f64));
  }
}

void Ordinal::hint(const State& state, std::map<std::string, ColumnHints>& hints) const {
  for (const Coded& coded : state.coded) {
    const auto words = static_cast<int64_t>(coded.words.size());
    hints[coded.column].codes = std::max(words, unknown(coded) + 1);
  }
}

}  // namespace plumb
