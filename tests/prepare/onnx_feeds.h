#pragma once

#include <limits>
#include <map>
#include <string>

#include "plumb/onnx/interpreter.h"
#include "plumb/prepare/step.h"

/// Rows as the ONNX form of fitted steps takes them.
namespace plumb::testing {

inline onnx::Tensor feed_of(const Column& column) {
  onnx::Tensor tensor{.shape = {column.size(), 1}};
  if (column.is_numeric()) {
    for (const double number : column.as_numbers()) tensor.floats.push_back(static_cast<float>(number));
    return tensor;
  }
  if (column.type() == ColumnType::date_time) {
    tensor.element = onnx::Element::s64;
    for (int64_t row = 0; row < column.size(); ++row)
      tensor.ints.push_back(column.missing(row) ? std::numeric_limits<int64_t>::min()
                                                : column.integers()[static_cast<size_t>(row)]);
    return tensor;
  }
  tensor.element = onnx::Element::text;
  for (int64_t row = 0; row < column.size(); ++row)
    tensor.texts.emplace_back(column.missing(row) ? "" : column.text(row));
  return tensor;
}

/// Texts that a step cuts into words come in as these.
inline onnx::Tensor words_of(const Column& texts, const ColumnHints& told) {
  onnx::Tensor tensor{.element = onnx::Element::text, .shape = {texts.size(), told.length}};
  for (int64_t row = 0; row < texts.size(); ++row) {
    auto words = texts.missing(row) ? std::vector<std::string>() : token_words(texts.text(row), *told.split);
    if (words.empty()) words.emplace_back(no_word);
    words.resize(static_cast<size_t>(told.length));
    tensor.texts.insert(tensor.texts.end(), words.begin(), words.end());
  }
  return tensor;
}

inline onnx::Tensor feed_of(const std::string& name, const Column& column,
                            const std::map<std::string, ColumnHints>& hints) {
  const auto told = hints.find(name);
  return told != hints.end() && told->second.split ? words_of(column, told->second) : feed_of(column);
}

}  // namespace plumb::testing
