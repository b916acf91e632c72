#include "plumb/model/match_inputs.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "plumb/core/suggest.h"

namespace plumb {
namespace {

/// How C++ says this input.
std::string words_of(const InputSpec& input) {
  if (!input.lengths.empty())
    return fmt::format("input({{.name = \"{}\", .shape = {{{}}}, .type = Type::s32, .lengths = \"{}\"}})", input.name,
                       fmt::join(input.shape, ", "), input.lengths);
  return fmt::format("input(\"{}\", {{{}}}{})", input.name, fmt::join(input.shape, ", "),
                     input.type == Type::s32 ? ", Type::s32" : "");
}

InputSpec matched(InputSpec input, const InputSpec& data) {
  const bool is_image = data.type == Type::u8;
  if (input.type == Type::f32 && is_image) input.type = data.type;
  if (input.type == data.type && input.shape.empty() && data.shape == Shape{1}) input.shape = data.shape;
  require(input.type == data.type && input.shape == data.shape,
          "the network takes \"{}\" as {} of {} a row, and the data have {} of {}; write `{}`{}", input.name,
          input.shape, text(input.type), data.shape, text(data.type), words_of(data),
          is_image ? ", or add the step `resize`" : "");
  if (input.scale.empty() && input.shift.empty()) {
    input.scale = data.scale;
    input.shift = data.shift;
  }
  require(input.codes == 0 || input.codes >= data.codes,
          "the network's input \"{}\" has {} codes, and the data have {}; leave `codes` out", input.name, input.codes,
          data.codes);
  input.codes = std::max(input.codes, data.codes);
  require(input.lengths.empty() || input.lengths == data.lengths,
          "the network takes the lengths of \"{}\" as \"{}\"; write `{}`", input.name, input.lengths, words_of(data));
  if (input.edges.empty()) input.edges = data.edges;
  return input;
}

std::string words_of(const std::vector<InputSpec>& inputs) {
  std::vector<std::string> words;
  for (const InputSpec& input : inputs) words.push_back(words_of(input));
  return join(words);
}

}  // namespace

Network match_inputs(const Network& network, const NetworkContext& context) {
  Network matching = network;
  std::vector<std::string> names, read, outputs;
  for (const InputSpec& data : context.inputs) names.push_back(data.name);
  for (InputSpec& input : matching.inputs) {
    read.push_back(input.name);
    const auto is = [&](const InputSpec& data) { return data.name == input.name; };
    const auto lengths_of = [&](const InputSpec& data) { return data.lengths == input.name; };
    const auto data = std::find_if(context.inputs.begin(), context.inputs.end(), is);
    if (data != context.inputs.end())
      input = matched(input, *data);
    else if (std::none_of(context.inputs.begin(), context.inputs.end(), lengths_of))
      throw Error("the data have no input \"{}\" for the network{}; they have {}", input.name,
                  did_you_mean(input.name, names), words_of(context.inputs));
  }
  for (const InputSpec& data : context.inputs)
    require(contains_word(read, data.name), "the network does not read \"{}\"{}; add `{}`, or leave it out of the data",
            data.name, data.name == "table" ? ", the numbers that are no inputs of their own" : "", words_of(data));
  for (const Network::Output& output : network.outputs) outputs.push_back(output.name);
  for (const TargetSpec& target : context.targets)
    require(contains_word(outputs, target.name), "the network has no output for the target \"{}\"{}; it has {}",
            target.name, did_you_mean(target.name, outputs), join(outputs));
  return matching;
}

}  // namespace plumb
