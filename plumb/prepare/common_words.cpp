#include "plumb/prepare/common_words.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <unordered_map>

#include "plumb/prepare/selection.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<CommonWords>();

namespace {

/// The words of a cell that are read, in order.
std::vector<std::string> cut(const Column& cells, int64_t row, const TextSplit& split, int64_t length) {
  if (cells.missing(row)) return {};
  std::vector<std::string> words = token_words(cells.text(row), split);
  if (std::ssize(words) > length) words.resize(static_cast<size_t>(length));
  return words;
}

}  // namespace

CommonWords::Found CommonWords::words_of(const Rows& train, const std::string& column) const {
  Found found{.column = column, .length = 1};
  std::unordered_map<std::string, int64_t> rows_with;
  int64_t rows = 0;
  for (const Table& chunk : train.chunks()) {
    rows += chunk.rows();
    for (int64_t row = 0; row < chunk.rows(); ++row) {
      const auto words = cut(chunk.at(column), row, split(), most_words_of_a_text);
      found.length = std::max<int64_t>(found.length, std::ssize(words));
      for (const std::string& word : std::set<std::string>(words.begin(), words.end())) ++rows_with[word];
    }
  }
  std::erase_if(rows_with,
                [&](const auto& counted) { return counted.second < min_rows || rows - counted.second < min_rows; });
  found.words = commonest(rows_with, max_words);
  std::sort(found.words.begin(), found.words.end());
  return found;
}

CommonWords::State CommonWords::fit(const Rows& train, const StepContext& context) const {
  State state;
  const Table& first = train.chunks().at(0);
  std::set<std::string> taken(first.names().begin(), first.names().end());
  for (const auto& column : select(name, columns, first, context, fits_texts, &fits_words)) {
    Found found = words_of(train, column);
    require(!found.words.empty(),
            "common_words: no word of column \"{}\" stands in {} train rows and is missing in as many; write a lower "
            "`min_rows`, or leave the column out",
            column, min_rows);
    for (const std::string& word : found.words) found.names.push_back(free_name(column + "_" + word, taken));
    state.found.push_back(std::move(found));
  }
  return state;
}

Table CommonWords::apply(const State& state, Table rows, const StepContext&) const {
  for (const Found& found : state.found) {
    std::unordered_map<std::string_view, size_t> places;
    for (const std::string& word : found.words) places.emplace(word, places.size());
    const Column& cells = rows.at(found.column);
    std::vector<std::vector<uint8_t>> hit(found.words.size(), std::vector<uint8_t>(static_cast<size_t>(cells.size())));
    for (int64_t row = 0; row < cells.size(); ++row)
      for (const std::string& word : cut(cells, row, split(), found.length))
        if (const auto place = places.find(word); place != places.end())
          hit[place->second][static_cast<size_t>(row)] = 1;
    std::string after = found.column;
    for (size_t i = 0; i < found.names.size(); ++i) {
      rows.insert_after(after, found.names[i], Column::booleans(std::move(hit[i])));
      after = found.names[i];
    }
    rows.erase(found.column);
  }
  return rows;
}

// Of each word of the text whether it is the one, and whether any is: [rows, length, 1] = [words] -> [rows, words].
void CommonWords::emit(const State& state, onnx::Columns& columns) const {
  for (const Found& found : state.found) {
    columns.set_words_shape(found.column, found.length);
    std::vector<int64_t> codes(found.words.size());
    std::iota(codes.begin(), codes.end(), 0);
    const std::string read =
        columns.op("Unsqueeze", {columns.index_of(found.column, found.words, -1), columns.ints({1}, {2})});
    const std::string equal = columns.op("Equal", {read, columns.ints({std::ssize(codes)}, codes)});
    const std::string any = columns.op("ReduceMax", {columns.cast(equal, onnx::Element::f64)},
                                       {{"axes", std::vector<int64_t>{1}}, {"keepdims", int64_t{0}}});
    columns.replace(found.column, found.names, any);
  }
}

void CommonWords::hint(const State& state, std::map<std::string, ColumnHints>& hints) const {
  for (const Found& found : state.found) {
    ColumnHints& told = hints[found.column];
    told.length = found.length;
    told.split = split();
  }
}

}  // namespace plumb
