#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumb/core/describe.h"
#include "plumb/data/sequences.h"
#include "plumb/prepare/pipeline.h"

namespace plumb {

/// What a prepared table becomes for the network: which columns go into which input. Saved beside the pipeline.
///
///   table     every numeric column, side by side: f32 [rows, columns]; without those that the network names
///   <number>  each column of numbers that the network names: f32 [rows, 1]
///   <image>   each column of images: u8 [rows, height, width, channels]; the network reads scale * pixel + shift
///   <codes>   each column of codes that the network embeds: s32 [rows], in [0, codes)
///   <text>    each column of words as codes: s32 [rows, length], zeros behind the last; and how many there are, as
///             "<text>/lengths": s32 [rows]
struct TensorSpec {
  struct Input {
    std::string name = {};
    Type type = Type::f32;
    Shape row_shape = {};  // without the rows
    std::vector<std::string> columns = {};
    std::vector<double> scale = {}, shift = {};
    int64_t codes = 0;
    std::string lengths = {};
    std::optional<TextSplit> split = {};
    std::vector<std::vector<double>> edges = {};
    static void describe(auto& self, auto& field) {
      field("name", self.name, "Name of the network's input.");
      field("type", self.type, "Type of its elements.");
      field("row_shape", self.row_shape, "Shape of one row.");
      field("columns", self.columns, "Prepared columns in it, in order.");
      field("scale", self.scale, "What the network multiplies pixels by, one a channel or one for all.");
      field("shift", self.shift, "What it then adds.");
      field("codes", self.codes, "Number of codes, of an input of codes.");
      field("lengths", self.lengths, "Name of the input with the lengths, of an input of sequences.");
      field("split", self.split, "How texts are cut into the words that the codes stand for.");
      field("edges", self.edges, "Edges of the bins of each column, of a table whose numbers have them.");
    }
  };
  std::vector<Input> inputs = {};
  static void describe(auto& self, auto& field) { field("inputs", self.inputs, "Inputs of the network, in order."); }
};

/// The inputs that prepared rows make. `leave_out`: targets, ids, weights. `codes`: columns that the network embeds.
/// `named`: columns that it names, and so has as inputs of their own if they are numbers. An Error where a column is
/// left that no network reads, with what to do about it.
TensorSpec tensor_spec(const Table& prepared, const FittedPipeline& pipeline, const std::vector<std::string>& leave_out,
                       const std::vector<std::string>& codes = {}, const std::vector<std::string>& named = {});

/// The inputs of these prepared rows, in the order of the spec, lengths behind their sequence.
std::vector<TensorRows> make_tensors(const TensorSpec& spec, const Table& prepared);

/// The same as ONNX: the value for each input of the network, by its name; codes and pixels in their own types.
std::map<std::string, std::string> emit_tensors(const TensorSpec& spec, onnx::Columns& columns);

}  // namespace plumb
