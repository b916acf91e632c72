#include "plumb/prepare/tensors.h"

#include <algorithm>

namespace plumb {
namespace {

bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Shape image_shape(const std::string& name, const Column& images) {
  if (images.size() == 0) throw Error("column \"{}\" has no images to tell their size from", name);
  return image_rows(name, images.take(std::vector<int64_t>{0})).row_shape;
}

}  // namespace

TensorSpec tensor_spec(const Table& prepared, const FittedPipeline& pipeline, const std::vector<std::string>& leave_out,
                       const std::vector<std::string>& codes, const std::vector<std::string>& named) {
  const auto hints = pipeline.hints();
  const auto hint = [&](const std::string& name) { return hints.contains(name) ? hints.at(name) : ColumnHints{}; };
  TensorSpec spec;
  TensorSpec::Input table{.name = "table"};
  for (const auto& name : prepared.names()) {
    if (among(leave_out, name)) continue;
    const Column& column = prepared.at(name);
    if (column.type() == ColumnType::image) {
      const ColumnHints told = hint(name);
      spec.inputs.push_back({.name = name,
                             .type = Type::u8,
                             .row_shape = image_shape(name, column),
                             .columns = {name},
                             .scale = told.scale,
                             .shift = told.shift});
    } else if (column.type() == ColumnType::list && hint(name).length > 0) {
      const ColumnHints told = hint(name);
      spec.inputs.push_back({.name = name,
                             .type = Type::s32,
                             .row_shape = {told.length},
                             .columns = {name},
                             .codes = told.codes,
                             .lengths = name + "/lengths",
                             .split = told.split});
    } else if (among(codes, name)) {
      require(!column.is_numeric() || hint(name).codes > 0,
              "column \"{}\" holds numbers, and the network embeds categories; say that it is one: `inputs: {{{}: "
              "category}}`",
              name, name);
      spec.inputs.push_back({.name = name, .type = Type::s32, .columns = {name}, .codes = hint(name).codes});
    } else if (column.is_numeric() && among(named, name) && name != table.name) {
      const ColumnHints told = hint(name);
      spec.inputs.push_back({.name = name, .row_shape = {1}, .columns = {name}});
      if (!told.edges.empty()) spec.inputs.back().edges = {told.edges};
    } else if (column.is_numeric()) {
      table.columns.push_back(name);
      table.edges.push_back(hint(name).edges);
    } else {
      throw Error(
          "column \"{}\" holds {}, which no network reads; add a step that turns it into numbers (`one_hot: "
          "{{columns: [{}]}}`), or leave it out with `inputs: {{{}: ignore}}`",
          name, name_of(column.type()), name, name);
    }
  }
  table.row_shape = {static_cast<int64_t>(table.columns.size())};
  if (std::all_of(table.edges.begin(), table.edges.end(), [](const auto& one) { return one.empty(); }))
    table.edges.clear();
  if (!table.columns.empty()) spec.inputs.insert(spec.inputs.begin(), table);
  require(!spec.inputs.empty(), "no column is left for the network to learn from; see `inputs` and `prepare`");
  return spec;
}

std::vector<TensorRows> make_tensors(const TensorSpec& spec, const Table& prepared) {
  std::vector<TensorRows> tensors;
  for (const auto& input : spec.inputs) {
    if (input.type == Type::f32) tensors.push_back(matrix_rows(input.name, prepared, input.columns));
    if (input.type == Type::u8) tensors.push_back(image_rows(input.name, prepared.at(input.columns.at(0))));
    if (!input.lengths.empty()) {
      const Column& lists = prepared.at(input.columns.at(0));
      tensors.push_back(sequence_rows(input.name, lists, input.row_shape.at(0)));
      tensors.push_back(length_rows(input.lengths, lists, input.row_shape.at(0)));
      continue;
    }
    if (input.type == Type::s32) tensors.push_back(code_rows(input.name, prepared.at(input.columns.at(0))));
    require(tensors.back().rows == 0 || tensors.back().row_shape == input.row_shape,
            "input \"{}\" has rows of shape {}, but the network was trained with {}; add the step `resize`", input.name,
            tensors.back().row_shape, input.row_shape);
  }
  return tensors;
}

namespace {

/// How many codes of each row are no padding.
std::string lengths_of(onnx::Columns& columns, const std::string& codes) {
  const std::string padding = columns.op("Equal", {codes, columns.ints({1}, {0})});
  const std::string present = columns.cast(columns.op("Not", {padding}), onnx::Element::s64);
  return columns.op("ReduceSum", {present, columns.ints({1}, {1})}, {{"keepdims", int64_t{0}}});
}

}  // namespace

std::map<std::string, std::string> emit_tensors(const TensorSpec& spec, onnx::Columns& columns) {
  std::map<std::string, std::string> values;
  for (const auto& input : spec.inputs) {
    if (input.type == Type::u8) {
      columns.set_image_shape(input.columns.at(0), input.row_shape);
      values[input.name] = columns.image(input.columns.at(0));
      continue;
    }
    if (!input.lengths.empty()) {
      const std::string& codes = columns.list(input.columns.at(0));
      values[input.name] = columns.cast(codes, onnx::Element::s32);
      values[input.lengths] = columns.cast(lengths_of(columns, codes), onnx::Element::s32);
      continue;
    }
    const auto matrix = columns.numbers(input.columns);
    if (input.type == Type::f32)
      values[input.name] = columns.cast(matrix, onnx::Element::f32);
    else
      values[input.name] = columns.op("Squeeze", {columns.cast(matrix, onnx::Element::s32), columns.ints({1}, {1})});
  }
  return values;
}

}  // namespace plumb
