#include "plumb/onnx/columns.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "plumb/core/error.h"

namespace plumb::onnx {
namespace {

/// Milliseconds as float64, which holds them exactly for 285,000 years; the least int64 (numpy's NaT) is missing.
std::string date_time(Columns& columns, const std::string& milliseconds) {
  const auto gap = columns.op("Equal", {milliseconds, columns.ints({1, 1}, {std::numeric_limits<int64_t>::min()})});
  return columns.op("Where", {gap, columns.row({NAN}), columns.cast(milliseconds, Element::f64)});
}

}  // namespace

void Columns::add_inputs(const std::vector<Input>& inputs) {
  std::vector<std::string> numbers, values;
  for (const Input& input : inputs) {
    const bool is_text = input.type == ColumnType::category || input.type == ColumnType::text;
    const bool is_image = input.type == ColumnType::image;
    require(input.type != ColumnType::list, "onnx: column \"{}\" holds lists, which have no ONNX input", input.name);
    const std::string value = model_.fresh(input.name);
    ValueInfo info{.name = value, .element = Element::f32, .shape = {-1, 1}};
    if (is_text) info.element = Element::text;
    if (input.type == ColumnType::date_time) info.element = Element::s64;
    if (is_image) {
      info.element = Element::u8;
      info.shape = {-1};
      info.shape.insert(info.shape.end(), input.image.begin(), input.image.end());
    }
    model_.inputs.push_back(info);
    put(input.name, {.value = value, .index = 0, .type = input.type});
    if (input.type == ColumnType::date_time)
      set_numbers({input.name}, date_time(*this, value));
    else if (!is_text && !is_image)
      numbers.push_back(input.name), values.push_back(value);
  }
  if (numbers.empty()) return;
  const std::string all = values.size() == 1 ? values[0] : op("Concat", values, {{"axis", int64_t{1}}});
  set_numbers(numbers, cast(all, Element::f64));
}

const Columns::Place& Columns::at(const std::string& column) const {
  const auto found = columns_.find(column);
  require(found != columns_.end(), "onnx: there is no column \"{}\"", column);
  return found->second;
}

bool Columns::is_words(const std::string& column) const {
  return type(column) == ColumnType::category || type(column) == ColumnType::text;
}

void Columns::put(const std::string& column, Place place) {
  if (!has(column)) names_.push_back(column);
  columns_[column] = std::move(place);
}

void Columns::erase(const std::string& column) {
  columns_.erase(column);
  std::erase(names_, column);
}

std::string Columns::numbers(const std::vector<std::string>& columns) {
  std::vector<std::string> parts;
  for (size_t begin = 0, end = 0; begin < columns.size(); begin = end) {
    const std::string& value = at(columns[begin]).value;
    std::vector<int64_t> picked;
    for (end = begin; end < columns.size() && at(columns[end]).value == value; ++end)
      picked.push_back(at(columns[end]).index);
    std::vector<int64_t> all(static_cast<size_t>(widths_.at(value)));
    std::iota(all.begin(), all.end(), 0);
    const Shape shape{static_cast<int64_t>(picked.size())};
    parts.push_back(picked == all ? value : op("Gather", {value, ints(shape, picked)}, {{"axis", int64_t{1}}}));
  }
  return parts.size() == 1 ? parts[0] : op("Concat", parts, {{"axis", int64_t{1}}});
}

void Columns::set_numbers(const std::vector<std::string>& columns, const std::string& matrix) {
  widths_[matrix] = static_cast<int64_t>(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    const bool is_words_now = has(columns[i]) && is_words(columns[i]);
    const ColumnType type = has(columns[i]) && !is_words_now ? at(columns[i]).type : ColumnType::number;
    put(columns[i], {.value = matrix, .index = static_cast<int64_t>(i), .type = type});
  }
}

void Columns::replace(const std::string& column, const std::vector<std::string>& by, const std::string& matrix) {
  const auto place = std::find(names_.begin(), names_.end(), column) - names_.begin();
  const std::vector<std::string> after(names_.begin() + place + 1, names_.end());
  for (const auto& name : after) std::erase(names_, name);
  erase(column);
  set_numbers(by, matrix);
  names_.insert(names_.end(), after.begin(), after.end());
}

const std::string& Columns::words(const std::string& column) const {
  require(is_words(column), "onnx: column \"{}\" holds no words", column);
  return at(column).value;
}

std::string Columns::index_of(const std::string& column, const std::vector<std::string>& words, int64_t unknown) {
  std::vector<int64_t> codes(words.size());
  std::iota(codes.begin(), codes.end(), 0);
  return op("LabelEncoder", {this->words(column)},
            {{"keys_strings", words}, {"values_int64s", codes}, {"default_int64", unknown}}, "ai.onnx.ml");
}

const std::string& Columns::image(const std::string& column) const {
  require(type(column) == ColumnType::image, "onnx: column \"{}\" holds no images", column);
  return at(column).value;
}

void Columns::set_input_shape(const std::string& column, const std::string& value, const Shape& shape) {
  const auto input = std::find_if(model_.inputs.begin(), model_.inputs.end(),
                                  [&](const ValueInfo& candidate) { return candidate.name == value; });
  require(input != model_.inputs.end(), "onnx: column \"{}\" is no input any more", column);
  input->shape = {-1};
  input->shape.insert(input->shape.end(), shape.begin(), shape.end());
}

void Columns::set_image_shape(const std::string& column, const Shape& shape) {
  set_input_shape(column, image(column), shape);
}

void Columns::set_words_shape(const std::string& column, int64_t length) {
  set_input_shape(column, words(column), {length});
}

void Columns::set_list(const std::string& column, const std::string& codes) {
  put(column, {.value = codes, .index = 0, .type = ColumnType::list});
}

const std::string& Columns::list(const std::string& column) const {
  require(type(column) == ColumnType::list, "onnx: column \"{}\" holds no lists", column);
  return at(column).value;
}

std::string Columns::cast(const std::string& value, Element to) {
  return op("Cast", {value}, {{"to", static_cast<int64_t>(to)}});
}

std::string Columns::row(const std::vector<double>& values) {
  return matrix(values, static_cast<int64_t>(values.size()));
}

std::string Columns::matrix(const std::vector<double>& values, int64_t columns) {
  const auto rows = static_cast<int64_t>(values.size()) / columns;
  return model_.store({.element = Element::f64, .shape = {rows, columns}, .doubles = values});
}

std::string Columns::ints(const Shape& shape, const std::vector<int64_t>& values) {
  return model_.store({.element = Element::s64, .shape = shape, .ints = values});
}

std::string Columns::text(const std::string& word) {
  return model_.store({.element = Element::text, .shape = {1, 1}, .texts = {word}});
}

}  // namespace plumb::onnx
