#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumb/core/column.h"
#include "plumb/core/scalar.h"
#include "plumb/graph/onnx_form.h"
#include "plumb/onnx/model.h"

/// The columns of a table while the prepare steps write themselves as ONNX: which ONNX value holds each column now.
namespace plumb::onnx {

/// One column as an ONNX value. Numbers are float32 [rows, 1] with NaN for missing; category and text are strings
/// [rows, 1] with "" for missing; a category that was turned into codes is int64 [rows, 1]; images are float32 or uint8
/// [rows, height, width, channels].
struct ColumnValue {
  std::string name;  // of the ONNX value
  ColumnType type = ColumnType::number;
};

///     void FillMissing::emit(const State& state, onnx::Columns& columns) const {
///       for (const auto& [column, fill] : state.fills) {
///         const std::string gap = columns.is_missing(column);
///         columns.set_number(column, columns.op("Where", {gap, columns.scalar(fill), columns.value(column)}));
///       }
///     }
class Columns {
 public:
  explicit Columns(Model& model) : model_(model) {}

  bool has(const std::string& column) const;
  const std::vector<std::string>& names() const { return names_; }  // in table order
  ColumnType type(const std::string& column) const;
  const std::string& value(const std::string& column) const;  // the ONNX name that holds the column now

  void set_number(const std::string& column, const std::string& value) { set(column, value, ColumnType::number); }
  void set(const std::string& column, const std::string& value, ColumnType type);
  void insert_after(const std::string& after, const std::string& column, const std::string& value, ColumnType type);
  void erase(const std::string& column);

  std::string is_missing(const std::string& column);  // bool [rows, 1], whatever the type
  std::string index_of(const std::string& column, const std::vector<std::string>& words,
                       int64_t unknown);  // int64 codes
  std::string op(const std::string& type, const std::vector<std::string>& inputs,
                 const std::vector<OnnxAttribute>& attributes = {}, const std::string& domain = "");
  std::string scalar(double value);  // float32
  std::string floats(const Shape& shape, const std::vector<double>& values);
  std::string ints(const std::vector<int64_t>& values);
  std::string text(const std::string& value);
  Model& model() { return model_; }

 private:
  Model& model_;
  std::vector<std::string> names_;
  std::map<std::string, ColumnValue> columns_;
};

}  // namespace plumb::onnx
