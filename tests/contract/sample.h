#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "plumb/engine/oracle.h"

/// What the contract test feeds an operator with. One file of samples for each operator or family, in operators/:
///
///     [[maybe_unused]] const bool sampled[] = {
///         sample("matmul", "a stack", [](Inputs& in) { return matmul(in.rows({2, 3}), in.rows({3, 4})); }),
///     };
///
/// An operator without a sample fails the test by name. Sizes are small and unlike each other, so that axes that are
/// confused show.
namespace plumb::contract {

/// Uniform numbers of [low, high), or integers of it. Rounded to float32, so that every engine gets the same.
struct Draw {
  double low = -2, high = 2;
};

/// The inputs of a sample, as it asks for them.
class Inputs {
 public:
  Inputs(Graph& graph, int64_t batch) : graph_(graph), batch_(batch) {}

  Value rows(Shape of_each, Draw draw = {}) { return add(of_each, true, Type::f32, draw); }
  Value whole(Shape shape, Draw draw = {}) { return add(shape, false, Type::f32, draw); }
  Value codes(Shape of_each, int64_t below);  // rows of s32 in [0, below)
  Value whole_codes(Shape shape, int64_t below);
  Graph& graph() { return graph_; }

  struct Input {
    Value value;
    bool batched = false;
    Draw draw = {};
  };
  const std::vector<Input>& all() const { return all_; }
  Values floats() const;  // those that derivatives are taken by

 private:
  Value add(Shape shape, bool batched, Type type, Draw draw);
  Graph& graph_;
  int64_t batch_;
  std::vector<Input> all_;
};

struct Sample {
  std::string op, says;
  std::function<Value(Inputs&)> build;
  bool reaches_inference = true;  // so an ONNX form is asked for
};

bool sample(std::string_view op, std::string_view says, std::function<Value(Inputs&)> build);
/// Of operators that stand in training steps only (derivatives, masks): no ONNX form is asked for.
bool training_sample(std::string_view op, std::string_view says, std::function<Value(Inputs&)> build);
const std::vector<Sample>& samples();
std::vector<Sample> samples_of(std::string_view op);

/// A sample traced for a number of rows.
struct Case {
  Case(const Sample& sample, int64_t rows);
  std::unique_ptr<Graph> graph;
  Inputs inputs;
  Value result;
};

/// What the inputs hold: the same numbers each time, and the first rows of many are the rows of few.
Numbers drawn(const Inputs::Input& input, int64_t rows);
Feeds drawn(const Inputs& inputs, int64_t rows);

}  // namespace plumb::contract
