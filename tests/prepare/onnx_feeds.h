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
inline onnx::Tensor feed_of(const std::string& name, const Column& column,
                            const std::map<std::string, ColumnHints>& hints) {
  const auto told = hints.find(name);
  if (told == hints.end() || !told->second.split) return feed_of(column);
  return {.element = onnx::Element::text,
          .shape = {column.size(), told->second.length},
          .texts = padded_words(column, *told->second.split, told->second.length)};
}

}  // namespace plumb::testing
