#include <algorithm>
#include <map>

#include "plumb/core/error.h"
#include "plumb/core/parse.h"
#include "plumb/core/row_draw.h"
#include "plumb/core/suggest.h"
#include "plumb/data/split.h"

namespace plumb {
namespace {

constexpr uint32_t purpose = 0x73706c74;  // "splt"

/// What the draw of each row depends on: its number, or what it shares with rows that must be in the same part.
std::vector<uint64_t> drawn_by(const Table& piece, const Split& split, int64_t first_row,
                               const std::vector<std::string>& not_inputs) {
  if (split.by == SplitBy::group) {
    const Column& groups = piece.at(split.column);
    for (int64_t row = 0; row < piece.rows(); ++row)
      if (groups.missing(row))
        throw Error("split: column \"{}\", row {}: no group; fill the cell, or leave the row out", split.column,
                    first_row + row + 1);
    return row_keys(piece, {split.column});
  }
  if (split.by == SplitBy::content) {
    std::vector<std::string> inputs;
    for (const std::string& name : piece.names())
      if (std::find(not_inputs.begin(), not_inputs.end(), name) == not_inputs.end()) inputs.push_back(name);
    return row_keys(piece, inputs);
  }
  std::vector<uint64_t> numbers(static_cast<size_t>(piece.rows()));
  for (size_t row = 0; row < numbers.size(); ++row) numbers[row] = static_cast<uint64_t>(first_row) + row;
  return numbers;
}

}  // namespace

RowPart part_in(const Column& words, const std::string& column, int64_t row, int64_t number) {
  static const std::map<std::string, RowPart> known{{"train", RowPart::train},      {"training", RowPart::train},
                                                    {"valid", RowPart::valid},      {"val", RowPart::valid},
                                                    {"validation", RowPart::valid}, {"dev", RowPart::valid},
                                                    {"test", RowPart::test},        {"testing", RowPart::test}};
  const std::string word = words.shown(row);
  if (const auto found = known.find(lower(word)); found != known.end()) return found->second;
  throw Error("split: column \"{}\", row {}: \"{}\" is not train, valid or test{}", column, number + 1, word,
              did_you_mean(word, {"train", "valid", "test"}));
}

std::vector<RowPart> parts_of_piece(const Table& piece, const Split& split, uint64_t seed, int64_t first_row,
                                    const std::vector<std::string>& not_inputs) {
  if (split.by == SplitBy::time) throw Bug("parts_of_piece: rows in the order of time are not known piece by piece");
  std::vector<RowPart> parts(static_cast<size_t>(piece.rows()), RowPart::train);
  if (split.by == SplitBy::column || (split.by == SplitBy::automatic && !split.column.empty())) {
    const Column& words = piece.at(split.column);
    for (int64_t row = 0; row < piece.rows(); ++row)
      parts[static_cast<size_t>(row)] = part_in(words, split.column, row, first_row + row);
    return parts;
  }
  const uint64_t key = split.seed ? static_cast<uint64_t>(*split.seed) : seed;
  const std::vector<uint64_t> by = drawn_by(piece, split, first_row, not_inputs);
  for (size_t row = 0; row < parts.size(); ++row) {
    const double drawn = draw_of_row(key, purpose, static_cast<int64_t>(by[row]));
    if (drawn < split.test)
      parts[row] = RowPart::test;
    else if (drawn < split.test + split.valid)
      parts[row] = RowPart::valid;
  }
  return parts;
}

}  // namespace plumb
