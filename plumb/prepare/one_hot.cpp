#include "plumb/prepare/one_hot.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <unordered_map>

#include "plumb/prepare/selection.h"
#include "plumb/prepare/statistics.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = registry<Step>().add<OneHot>();

const Fits fits_any{[](const Column& column) { return fits_words.fits(column) || fits_numbers.fits(column); },
                    "words or numbers"};

struct Counted {
  std::string word;
  int64_t times = 0;
};

/// A number as a word. ONNX takes numbers as float32, so those that float32 cannot tell apart are one word.
float key(double number) { return static_cast<float>(number); }

float key(const std::string& word) {
  float value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

/// Every word of the train rows with its count; words sorted by bytes, numbers by size.
std::vector<Counted> count_words(const Rows& train, const std::string& column, bool is_number) {
  std::vector<Counted> counted;
  if (is_number) {
    std::vector<float> keys;
    for (const double number : present_numbers(train, column)) keys.push_back(key(number));
    for (const auto& [value, times] : tally(keys)) counted.push_back({shortest(value), times});
    return counted;
  }
  for (const auto& [word, times] : tally(present_words(train, column))) counted.push_back({word, times});
  return counted;
}

/// Moves the rarest words to `others`, so that at most `limit` columns remain; of equally rare ones, the first go.
void keep_most_frequent(std::vector<Counted>& words, std::vector<std::string>& others, size_t limit) {
  if (limit == 0 || words.size() <= limit) return;
  std::vector<size_t> order(words.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return words[a].times < words[b].times; });
  order.resize(words.size() - (limit - 1));  // one column is that of the rest
  std::sort(order.begin(), order.end());
  for (const size_t rare : order) others.push_back(words[rare].word);
  std::erase_if(
      words, [&](const Counted& word) { return std::find(others.begin(), others.end(), word.word) != others.end(); });
}

/// Which new column each word has its 1 in.
std::unordered_map<std::string, size_t> places(const OneHot::Coded& coded) {
  std::unordered_map<std::string, size_t> places;
  for (size_t i = 0; i < coded.words.size(); ++i) places[coded.words[i]] = i;
  for (const auto& word : coded.others) places[word] = coded.words.size();
  return places;
}

constexpr size_t nowhere = SIZE_MAX;

/// The place of each cell's 1, or nowhere.
std::vector<size_t> place_cells(const OneHot::Coded& coded, const Column& cells) {
  const auto known = places(coded);
  const auto find = [&](const std::string& word) {
    const auto found = known.find(word);
    return found == known.end() ? nowhere : found->second;
  };
  std::vector<size_t> by_code;  // a category's dictionary is looked up once
  if (cells.type() == ColumnType::category)
    for (const auto& word : cells.words()) by_code.push_back(find(word));
  std::vector<size_t> result(static_cast<size_t>(cells.size()), coded.missing ? coded.names.size() - 1 : nowhere);
  for (int64_t row = 0; row < cells.size(); ++row) {
    if (cells.missing(row)) continue;
    const auto r = static_cast<size_t>(row);
    if (!by_code.empty())
      result[r] = by_code[static_cast<size_t>(cells.codes()[r])];
    else
      result[r] = find(coded.is_number ? shortest(key(cells.number(row))) : std::string(cells.text(row)));
  }
  return result;
}

/// One column for each word, the gap last: whether the cell is that word.
std::string hits(const OneHot::Coded& coded, const std::vector<std::string>& words, onnx::Columns& columns) {
  if (!coded.is_number) {
    std::vector<std::string> known = words;
    if (coded.missing) known.emplace_back();  // "" is missing
    std::vector<int64_t> codes(known.size());
    std::iota(codes.begin(), codes.end(), 0);
    return columns.op("Equal", {columns.index_of(coded.column, known, -1),
                                columns.ints({1, static_cast<int64_t>(codes.size())}, codes)});
  }
  const auto x = columns.cast(columns.numbers({coded.column}), onnx::Element::f32);
  std::vector<float> keys;
  for (const auto& word : words) keys.push_back(key(word));
  const Shape shape{1, static_cast<int64_t>(keys.size())};
  const auto equal = [&] {
    return columns.op("Equal",
                      {x, columns.model().store({.element = onnx::Element::f32, .shape = shape, .floats = keys})});
  };
  if (!coded.missing) return equal();
  const auto gap = columns.op("IsNaN", {x});
  return keys.empty() ? gap : columns.op("Concat", {equal(), gap}, {{"axis", int64_t{1}}});
}

/// A product with a table of 0 and 1 in which the words of the rest meet in one column.
std::string gathered(const OneHot::Coded& coded, const std::string& matrix, onnx::Columns& columns) {
  const size_t width = coded.names.size(), kept = coded.words.size(), words = kept + coded.others.size();
  std::vector<double> table((words + (coded.missing ? 1 : 0)) * width);
  for (size_t i = 0; i < words; ++i) table[i * width + std::min(i, kept)] = 1;
  if (coded.missing) table[words * width + width - 1] = 1;
  return columns.op("MatMul", {matrix, columns.matrix(table, static_cast<int64_t>(width))});
}

}  // namespace

void OneHot::check(Problems& problems) const {
  if (max_categories == 1) problems.add("max_categories", "1 leaves nothing to tell apart; give 2 or more, or 0");
}

OneHot::State OneHot::fit(const Rows& train, const StepContext& context) const {
  State state;
  const Table& first = train.chunks().at(0);
  std::set<std::string> taken(first.names().begin(), first.names().end());
  for (const auto& column : select(name, columns, first, context, fits_categories, &fits_any)) {
    Coded coded{.column = column, .is_number = first.at(column).is_numeric()};
    auto words = count_words(train, column, coded.is_number);
    keep_most_frequent(words, coded.others, static_cast<size_t>(max_categories));
    if (drop_first && !words.empty()) words.erase(words.begin());
    const auto add = [&](const std::string& word) { coded.names.push_back(free_name(column + "_" + word, taken)); };
    for (const auto& word : words) coded.words.push_back(word.word), add(word.word);
    if (!coded.others.empty()) add("other");
    coded.missing = handle_missing == MissingWord::category;
    if (coded.missing) add("missing");
    state.coded.push_back(std::move(coded));
  }
  return state;
}

Table OneHot::apply(const State& state, Table rows, const StepContext&) const {
  for (const Coded& coded : state.coded) {
    const auto cells = place_cells(coded, rows.at(coded.column));
    std::string after = coded.column;
    for (size_t i = 0; i < coded.names.size(); ++i) {
      std::vector<uint8_t> hot(cells.size());
      for (size_t row = 0; row < cells.size(); ++row) hot[row] = cells[row] == i;
      rows.insert_after(after, coded.names[i], Column::booleans(std::move(hot)));
      after = coded.names[i];
    }
    rows.erase(coded.column);
  }
  return rows;
}

void OneHot::emit(const State& state, onnx::Columns& columns) const {
  for (const Coded& coded : state.coded) {
    if (coded.names.empty()) {
      columns.erase(coded.column);
      continue;
    }
    std::vector<std::string> words = coded.words;
    words.insert(words.end(), coded.others.begin(), coded.others.end());
    const std::string matrix = columns.cast(hits(coded, words, columns), onnx::Element::f64);
    columns.replace(coded.column, coded.names, coded.others.size() > 1 ? gathered(coded, matrix, columns) : matrix);
  }
}

}  // namespace plumb
