#pragma once

#include <yaml-cpp/yaml.h>

#include <cctype>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/graph/operators.h"
#include "tests/support/paths.h"

/// Graphs written as text, for tables of cases:
///
///     inputs: {x: "f32[5, 3]", w: "f32[3, 2] once"}     # `once`: no rows, so the same for every batch
///     graph: relu(matmul(x, w))
///
/// Arguments are values, numbers (constants) and options (`scale=2`, `axes=[0, 1]`).
namespace plumb::testing {

inline Shape shape_of(const std::string& text) {
  Shape shape;
  for (const char* at = text.c_str(); *at;)
    if (std::isdigit(static_cast<unsigned char>(*at)) || *at == '-') {
      char* end = nullptr;
      shape.push_back(std::strtoll(at, &end, 10));
      at = end;
    } else {
      ++at;
    }
  return shape;
}

inline Type type_of(const std::string& word) {
  const auto words = names(Type{});
  for (size_t i = 0; i < words.size(); ++i)
    if (word == words[i]) return static_cast<Type>(i);
  throw Error("no such type: {}", word);
}

/// Adds the inputs of a case; batched ones get `rows` rows where that is not 0.
inline void add_inputs(Graph& graph, const YAML::Node& inputs, int64_t rows = 0) {
  for (const auto& entry : inputs) {
    const auto text = entry.second.as<std::string>();
    const size_t open = text.find('[');
    Shape shape = shape_of(text.substr(open));
    const bool batched = text.find("once") == std::string::npos;
    if (rows > 0 && batched) shape[0] = rows;
    graph.input(entry.first.as<std::string>(), shape, type_of(text.substr(0, open)), batched);
  }
}

/// One call of a function, while its arguments are read.
struct Call {
  Values in;
  std::map<std::string, std::string> options;

  double number(const std::string& name) const {
    return options.count(name) ? std::strtod(options.at(name).c_str(), nullptr) : 0;
  }
  int integer(const std::string& name) const { return static_cast<int>(number(name)); }
  Shape list(const std::string& name) const { return options.count(name) ? shape_of(options.at(name)) : Shape(); }
  std::vector<int> axes(const std::string& name) const {
    const Shape all = list(name);
    return {all.begin(), all.end()};
  }
  Over over() const { return {axes("axes"), integer("mean") != 0}; }
  MatmulOptions products() const { return {integer("transpose_a") != 0, integer("transpose_b") != 0}; }
  Window window() const {
    Window window{.count_padding = integer("count_padding") != 0};
    const Shape size = list("size"), stride = list("stride"), pads = list("pads");
    std::copy(size.begin(), size.end(), window.size.begin());
    std::copy(stride.begin(), stride.end(), window.stride.begin());
    std::copy(pads.begin(), pads.end(), window.pads.begin());
    return window;
  }
};

using Function = Value (*)(const Call&);

inline const std::map<std::string, Function>& functions() {
  static const std::map<std::string, Function> all{
      {"add", [](const Call& c) { return add(c.in.at(0), c.in.at(1)); }},
      {"subtract", [](const Call& c) { return subtract(c.in.at(0), c.in.at(1)); }},
      {"multiply", [](const Call& c) { return multiply(c.in.at(0), c.in.at(1)); }},
      {"divide", [](const Call& c) { return divide(c.in.at(0), c.in.at(1)); }},
      {"maximum", [](const Call& c) { return maximum(c.in.at(0), c.in.at(1)); }},
      {"minimum", [](const Call& c) { return minimum(c.in.at(0), c.in.at(1)); }},
      {"equal", [](const Call& c) { return equal(c.in.at(0), c.in.at(1)); }},
      {"select", [](const Call& c) { return select(c.in.at(0), c.in.at(1), c.in.at(2)); }},
      {"affine", [](const Call& c) { return affine(c.in.at(0), c.number("scale"), c.number("shift")); }},
      {"relu", [](const Call& c) { return relu(c.in.at(0)); }},
      {"positive", [](const Call& c) { return positive(c.in.at(0)); }},
      {"abs", [](const Call& c) { return abs(c.in.at(0)); }},
      {"sign", [](const Call& c) { return sign(c.in.at(0)); }},
      {"exp", [](const Call& c) { return exp(c.in.at(0)); }},
      {"expm1", [](const Call& c) { return expm1(c.in.at(0)); }},
      {"log", [](const Call& c) { return log(c.in.at(0)); }},
      {"log1p", [](const Call& c) { return log1p(c.in.at(0)); }},
      {"sqrt", [](const Call& c) { return sqrt(c.in.at(0)); }},
      {"tanh", [](const Call& c) { return tanh(c.in.at(0)); }},
      {"sigmoid", [](const Call& c) { return sigmoid(c.in.at(0)); }},
      {"erf", [](const Call& c) { return erf(c.in.at(0)); }},
      {"cast", [](const Call& c) { return cast(c.in.at(0), type_of(c.options.at("to"))); }},
      {"stop_gradient", [](const Call& c) { return stop_gradient(c.in.at(0)); }},
      {"leaky_relu", [](const Call& c) { return leaky_relu(c.in.at(0), c.number("slope")); }},
      {"elu", [](const Call& c) { return elu(c.in.at(0), c.number("alpha")); }},
      {"gelu", [](const Call& c) { return gelu(c.in.at(0)); }},
      {"silu", [](const Call& c) { return silu(c.in.at(0)); }},
      {"softplus", [](const Call& c) { return softplus(c.in.at(0)); }},
      {"reduce", [](const Call& c) { return reduce(c.in.at(0), c.over()); }},
      {"expand", [](const Call& c) { return expand(c.in.at(0), c.in.at(1), c.over()); }},
      {"reduce_max", [](const Call& c) { return reduce_max(c.in.at(0), c.over()); }},
      {"matmul", [](const Call& c) { return matmul(c.in.at(0), c.in.at(1), c.products()); }},
      {"conv2d", [](const Call& c) { return conv2d(c.in.at(0), c.in.at(1), c.window()); }},
      {"conv2d_grad_input",
       [](const Call& c) { return conv2d_grad_input(c.in.at(0), c.in.at(1), c.in.at(2), c.window()); }},
      {"conv2d_grad_weights",
       [](const Call& c) { return conv2d_grad_weights(c.in.at(0), c.in.at(1), c.in.at(2), c.window()); }},
      {"max_pool2d", [](const Call& c) { return max_pool2d(c.in.at(0), c.window()); }},
      {"max_pool2d_grad",
       [](const Call& c) { return max_pool2d_grad(c.in.at(0), c.in.at(1), c.in.at(2), c.window()); }},
      {"average_pool2d", [](const Call& c) { return average_pool2d(c.in.at(0), c.window()); }},
      {"average_pool2d_grad", [](const Call& c) { return average_pool2d_grad(c.in.at(0), c.in.at(1), c.window()); }},
      {"merge_dims", [](const Call& c) { return merge_dims(c.in.at(0), c.integer("first"), c.integer("count")); }},
      {"split_dim", [](const Call& c) { return split_dim(c.in.at(0), c.integer("axis"), c.list("into")); }},
      {"permute", [](const Call& c) { return permute(c.in.at(0), c.axes("order")); }},
      {"concatenate", [](const Call& c) { return concatenate(c.in, c.integer("axis")); }},
      {"slice",
       [](const Call& c) { return slice(c.in.at(0), c.integer("axis"), c.integer("begin"), c.integer("end")); }},
      {"slice_grad",
       [](const Call& c) { return slice_grad(c.in.at(0), c.in.at(1), c.integer("axis"), c.integer("begin")); }},
      {"unpack", [](const Call& c) { return unpack(c.in.at(0), c.integer("offset"), c.list("shape")); }},
      {"pack", [](const Call& c) { return pack(Values(c.in.begin() + 1, c.in.end()), c.in.at(0)); }},
      {"gather", [](const Call& c) { return gather(c.in.at(0), c.in.at(1)); }},
      {"gather_grad", [](const Call& c) { return gather_grad(c.in.at(0), c.in.at(1), c.in.at(2)); }},
      {"one_hot", [](const Call& c) { return one_hot(c.in.at(0), c.in.at(1)); }},
      {"softmax", [](const Call& c) { return softmax(c.in.at(0)); }},
      {"log_softmax", [](const Call& c) { return log_softmax(c.in.at(0)); }},
      {"sparse_softmax_crossentropy",
       [](const Call& c) { return sparse_softmax_crossentropy(c.in.at(0), c.in.at(1)); }},
      {"layer_normalization",
       [](const Call& c) { return layer_normalization(c.in.at(0), c.in.at(1), c.in.at(2), c.number("epsilon")); }},
      {"random_mask", [](const Call& c) { return random_mask(c.in.at(0), c.in.at(1), {.rate = c.number("rate")}); }},
  };
  return all;
}

/// Reads an expression into the graph.
class Reader {
 public:
  Reader(Graph& graph, std::string_view text) : graph_(graph), text_(text) {}
  Value read() {
    const std::string word = until("(),");
    if (peek() != '(') {
      if (const Value input = graph_.find_input(word)) return input;
      char* end = nullptr;
      const double number = std::strtod(word.c_str(), &end);
      require(!word.empty() && *end == 0, "no input `{}`", word);
      return graph_.constant(number);
    }
    const auto function = functions().find(word);
    require(function != functions().end(), "no function `{}`", word);
    Call call;
    do {
      ++at_;  // ( or ,
      const size_t begin = at_;
      const std::string name = until("(),=[");
      if (peek() == '=') {
        ++at_;
        std::string value = until("(),[");
        if (peek() == '[') value = until("]");
        if (peek() == ']') ++at_;
        call.options[name] = value;
      } else {
        at_ = begin;
        call.in.push_back(read());
      }
      skip_spaces();
    } while (peek() == ',');
    require(peek() == ')', "`)` is missing in {}", text_);
    ++at_;
    return function->second(call);
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_spaces() {
    while (std::isspace(static_cast<unsigned char>(peek()))) ++at_;
  }
  std::string until(std::string_view stops) {
    skip_spaces();
    const size_t end = std::min(text_.find_first_of(stops, at_), text_.size());
    std::string word(text_.substr(at_, end - at_));
    at_ = end;
    while (!word.empty() && std::isspace(static_cast<unsigned char>(word.back()))) word.pop_back();
    return word;
  }
  Graph& graph_;
  std::string_view text_;
  size_t at_ = 0;
};

inline Value read_expression(Graph& graph, const std::string& text) { return Reader(graph, text).read(); }

/// The value as nested calls, with the options of each in order: "affine(x) scale=2 shift=0".
inline std::string shown(Value v) {
  const Node& node = v.node();
  if (node.op->name == "input") return node.options.as<Leaf>().name;
  if (node.op->name == "constant") return fmt::format("{}", node.options.as<Number>().value);
  std::string inputs;
  for (const Value input : node.in) inputs += (inputs.empty() ? "" : ", ") + shown(input);
  return node.op->name + "(" + inputs + ")" + node.options.text();
}

inline YAML::Node cases(const std::string& name) {
  return YAML::LoadFile((source_dir() / "tests/graph" / name).string());
}

}  // namespace plumb::testing
