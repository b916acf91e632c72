#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumb/core/column.h"
#include "plumb/onnx/model.h"

namespace plumb::onnx {

/// The columns of a table while the prepare steps write themselves as ONNX: which ONNX value holds each column now.
///
///     void Standardize::emit(const State& state, onnx::Columns& columns) const {
///       const auto names = …;
///       const auto x = columns.numbers(names);  // float64 [rows, names]
///       const auto centred = columns.op("Sub", {x, columns.row(means)});
///       columns.set_numbers(names, columns.op("Div", {centred, columns.row(scales)}));
///     }
///
/// A row comes in raw: a number as float32 [rows, 1], NaN missing; a date-time as int64 [rows, 1], milliseconds since
/// 1970, the least int64 missing; a category or text as string [rows, 1], "" missing; an image as uint8 [rows, height,
/// width, channels], decoded and of the size that the network takes. Numbers and date-times are float64 from there on,
/// as in our tables, and lie beside each other in matrices: a step takes the same nodes for one column or a hundred.
class Columns {
 public:
  explicit Columns(Model& model) : model_(model) {}

  struct Input {
    std::string name = {};
    ColumnType type = ColumnType::number;
    Shape image = {};  // height, width, channels, where they are known already
  };
  /// Declares the raw columns as inputs of the model.
  void add_inputs(const std::vector<Input>& inputs);

  bool has(const std::string& column) const { return columns_.contains(column); }
  const std::vector<std::string>& names() const { return names_; }  // in table order
  ColumnType type(const std::string& column) const { return at(column).type; }
  bool is_words(const std::string& column) const;  // category or text
  void erase(const std::string& column);

  /// These columns beside each other: float64 [rows, columns].
  std::string numbers(const std::vector<std::string>& columns);
  /// The columns of a matrix; a column that is there is replaced in its place, a new one comes last.
  void set_numbers(const std::vector<std::string>& columns, const std::string& matrix);
  /// Columns of a matrix in the place of one column.
  void replace(const std::string& column, const std::vector<std::string>& by, const std::string& matrix);

  const std::string& words(const std::string& column) const;  // string [rows, 1]
  void set_words(const std::string& column, const std::string& value) { columns_.at(column).value = value; }
  /// int64 [rows, 1]: the place of each cell's word in `words`, else `unknown`. "" among the words is missing.
  std::string index_of(const std::string& column, const std::vector<std::string>& words, int64_t unknown);

  /// A raw text comes in as its words instead: string [rows, length], "" behind the last one.
  void set_words_shape(const std::string& column, int64_t length);
  /// Codes of such words: int64 [rows, length].
  void set_list(const std::string& column, const std::string& codes);
  const std::string& list(const std::string& column) const;

  const std::string& image(const std::string& column) const;  // uint8 [rows, height, width, channels]
  /// Height, width and channels of the model's input for an image.
  void set_image_shape(const std::string& column, const Shape& shape);

  std::string op(const std::string& type, const std::vector<std::string>& inputs,
                 const std::vector<OnnxAttribute>& attributes = {}, const std::string& domain = "") {
    return model_.op(type, inputs, attributes, domain);
  }
  std::string cast(const std::string& value, Element to);
  std::string row(const std::vector<double>& values);  // float64 [1, n]: one number a column
  std::string matrix(const std::vector<double>& values, int64_t columns);
  std::string ints(const Shape& shape, const std::vector<int64_t>& values);
  std::string text(const std::string& word);  // string [1, 1]
  Model& model() { return model_; }

 private:
  struct Place {
    std::string value;  // of the ONNX value
    int64_t index = 0;  // of the column in it
    ColumnType type = ColumnType::number;
  };
  const Place& at(const std::string& column) const;
  void put(const std::string& column, Place place);
  void set_input_shape(const std::string& column, const std::string& value, const Shape& shape);

  Model& model_;
  std::vector<std::string> names_;
  std::map<std::string, Place> columns_;
  std::map<std::string, int64_t> widths_;  // of the matrices
};

}  // namespace plumb::onnx
