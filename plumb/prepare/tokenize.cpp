#include "plumb/prepare/tokenize.h"

#include <algorithm>
#include <unordered_map>

#include "plumb/prepare/selection.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Step>().add<Tokenize>();

namespace {

constexpr int64_t unknown = 1, first_word = 2;

}  // namespace

Tokenize::State Tokenize::fit(const Rows& train, const StepContext& context) const {
  State state;
  for (const auto& column : select(name, columns, train.chunks().at(0), context, fits_texts, &fits_words)) {
    std::unordered_map<std::string, int64_t> counts;
    int64_t most = 1;
    for (const Table& chunk : train.chunks()) {
      const Column& cells = chunk.at(column);
      for (int64_t row = 0; row < cells.size(); ++row) {
        if (cells.missing(row)) continue;
        const auto words = token_words(cells.text(row), split());
        most = std::max(most, static_cast<int64_t>(words.size()));
        for (const std::string& word : words) ++counts[word];
      }
    }
    require(!counts.empty(), "tokenize: column \"{}\" has no word in any train row; leave it out", column);
    Vocabulary vocabulary{.column = column, .length = length.value_or(std::min(most, most_words_of_a_text))};
    std::erase_if(counts, [&](const auto& counted) { return counted.second < min_count; });
    vocabulary.words = commonest(counts, max_words);
    require(!vocabulary.words.empty(),
            "tokenize: no word of column \"{}\" stands {} times in the train rows; write a lower `min_count`", column,
            min_count);
    state.vocabularies.push_back(std::move(vocabulary));
  }
  return state;
}

Table Tokenize::apply(const State& state, Table rows, const StepContext&) const {
  for (const Vocabulary& vocabulary : state.vocabularies) {
    std::unordered_map<std::string_view, int64_t> codes;
    for (const auto& word : vocabulary.words) codes.emplace(word, first_word + static_cast<int64_t>(codes.size()));
    const Column& cells = rows.at(vocabulary.column);
    std::vector<double> result;
    std::vector<int64_t> ends{0};
    for (int64_t row = 0; row < cells.size(); ++row) {
      auto words = cells.missing(row) ? std::vector<std::string>() : token_words(cells.text(row), split());
      if (words.empty()) words.emplace_back(no_word);
      if (static_cast<int64_t>(words.size()) > vocabulary.length) words.resize(static_cast<size_t>(vocabulary.length));
      for (const auto& word : words) {
        const auto found = codes.find(word);
        result.push_back(static_cast<double>(found == codes.end() ? unknown : found->second));
      }
      ends.push_back(static_cast<int64_t>(result.size()));
    }
    rows.set(vocabulary.column, Column::lists(std::move(result), std::move(ends)));
  }
  return rows;
}

void Tokenize::emit(const State& state, onnx::Columns& columns) const {
  for (const Vocabulary& vocabulary : state.vocabularies) {
    columns.set_words_shape(vocabulary.column, vocabulary.length);
    std::vector<std::string> keys{""};  // padding
    std::vector<int64_t> codes{0};
    for (const auto& word : vocabulary.words) {
      codes.push_back(first_word + static_cast<int64_t>(keys.size()) - 1);
      keys.push_back(word);
    }
    columns.set_list(
        vocabulary.column,
        columns.op("LabelEncoder", {columns.words(vocabulary.column)},
                   {{"keys_strings", keys}, {"values_int64s", codes}, {"default_int64", unknown}}, "ai.onnx.ml"));
  }
}

void Tokenize::hint(const State& state, std::map<std::string, ColumnHints>& hints) const {
  for (const Vocabulary& vocabulary : state.vocabularies) {
    ColumnHints& told = hints[vocabulary.column];
    told.codes = first_word + static_cast<int64_t>(vocabulary.words.size());
    told.length = vocabulary.length;
    told.split = split();
  }
}

}  // namespace plumb
