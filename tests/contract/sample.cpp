#include "tests/contract/sample.h"

#include <cmath>

#include "plumb/core/random.h"

namespace plumb::contract {
namespace {

std::vector<Sample>& all() {
  static std::vector<Sample> samples;
  return samples;
}

}  // namespace

Value Inputs::add(Shape shape, bool batched, Type type, Draw draw) {
  if (batched) shape.insert(shape.begin(), batch_);
  const Value value = graph_.input("in" + std::to_string(all_.size()), shape, type, batched);
  all_.push_back({value, batched, draw});
  return value;
}

Value Inputs::codes(Shape of_each, int64_t below) {
  return add(std::move(of_each), true, Type::s32, {0, static_cast<double>(below)});
}

Value Inputs::whole_codes(Shape shape, int64_t below) {
  return add(std::move(shape), false, Type::s32, {0, static_cast<double>(below)});
}

Values Inputs::floats() const {
  Values floats;
  for (const Input& input : all_)
    if (input.value.type() == Type::f32) floats.push_back(input.value);
  return floats;
}

bool sample(std::string_view op, std::string_view says, std::function<Value(Inputs&)> build) {
  all().push_back({std::string(op), std::string(says), std::move(build)});
  return true;
}

bool training_sample(std::string_view op, std::string_view says, std::function<Value(Inputs&)> build) {
  all().push_back({std::string(op), std::string(says), std::move(build), false});
  return true;
}

const std::vector<Sample>& samples() { return all(); }

std::vector<Sample> samples_of(std::string_view op) {
  std::vector<Sample> found;
  for (const Sample& sample : all())
    if (sample.op == op) found.push_back(sample);
  return found;
}

Case::Case(const Sample& sample, int64_t rows)
    : graph(std::make_unique<Graph>()), inputs(*graph, rows), result(sample.build(inputs)) {}

Numbers drawn(const Inputs::Input& input, int64_t rows) {
  Numbers numbers{.shape = input.value.shape()};
  if (input.batched) numbers.shape[0] = rows;
  Random random(7, input.value.node().options.as<Leaf>().name);
  for (int64_t i = 0; i < count(numbers.shape); ++i) {
    const double number = random.uniform(input.draw.low, input.draw.high);
    numbers.values.push_back(input.value.type() == Type::f32 ? static_cast<double>(static_cast<float>(number))
                                                             : std::floor(number));
  }
  return numbers;
}

Feeds drawn(const Inputs& inputs, int64_t rows) {
  Feeds feeds;
  for (const Inputs::Input& input : inputs.all()) feeds[input.value] = drawn(input, rows);
  return feeds;
}

}  // namespace plumb::contract
