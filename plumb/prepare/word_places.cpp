#include "plumb/prepare/word_places.h"

#include <unordered_map>

namespace plumb {

std::vector<size_t> word_places(const Column& cells, const std::vector<std::string>& words) {
  std::unordered_map<std::string, size_t> known;
  for (const auto& word : words) known.emplace(word, known.size());
  const auto find = [&](const std::string& word) {
    const auto found = known.find(word);
    return found == known.end() ? words.size() : found->second;
  };
  std::vector<size_t> by_code;  // a category's dictionary is looked up once
  if (cells.type() == ColumnType::category)
    for (const auto& word : cells.words()) by_code.push_back(find(word));
  std::vector<size_t> places(static_cast<size_t>(cells.size()), find(""));
  for (int64_t row = 0; row < cells.size(); ++row) {
    if (cells.missing(row)) continue;
    const auto r = static_cast<size_t>(row);
    places[r] = by_code.empty() ? find(cells.shown(row)) : by_code[static_cast<size_t>(cells.codes()[r])];
  }
  return places;
}

std::string emit_word_table(onnx::Columns& columns, const std::string& column, const std::vector<std::string>& words,
                            const std::vector<double>& table, int64_t width) {
  const auto place = columns.index_of(column, words, static_cast<int64_t>(words.size()));  // [rows, 1]
  const auto rows = columns.op("Gather", {columns.matrix(table, width), place});           // [rows, 1, width]
  return columns.op("Squeeze", {rows, columns.ints({1}, {1})});
}

Column change_words(const Column& cells,
                    const std::function<std::optional<std::string>(std::string_view word)>& change) {
  const auto changed = [&](std::string_view word) {
    auto result = change(word);
    return result && result->empty() ? std::nullopt : result;
  };
  if (cells.type() != ColumnType::category) {
    std::vector<std::optional<std::string>> texts;
    for (int64_t row = 0; row < cells.size(); ++row)
      texts.push_back(cells.missing(row) ? std::nullopt : changed(cells.text(row)));
    return Column::texts(texts);
  }
  std::unordered_map<std::string, int32_t> codes;
  std::vector<std::string> words;
  std::vector<int32_t> by_code, result;
  for (const auto& word : cells.words()) {
    const auto now = changed(word);
    if (!now) {
      by_code.push_back(-1);
      continue;
    }
    const auto [found, is_new] = codes.emplace(*now, static_cast<int32_t>(words.size()));
    if (is_new) words.push_back(*now);
    by_code.push_back(found->second);
  }
  for (const int32_t code : cells.codes()) result.push_back(code < 0 ? -1 : by_code[static_cast<size_t>(code)]);
  return Column::categories(std::move(result), std::move(words)).with_words_in_order();
}

}  // namespace plumb
