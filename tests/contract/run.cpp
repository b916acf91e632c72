#include "tests/contract/run.h"

#include <cmath>
#include <cstring>

#include "plumb/core/random.h"
#include "plumb/graph/operators.h"
#include "tests/support/device.h"

namespace plumb::contract {
namespace {

template <class T>
std::vector<std::byte> bytes_as(const Numbers& numbers) {
  std::vector<std::byte> bytes(numbers.values.size() * sizeof(T));
  for (size_t i = 0; i < numbers.values.size(); ++i) {
    const T value = static_cast<T>(numbers.values[i]);
    std::memcpy(bytes.data() + i * sizeof(T), &value, sizeof(T));
  }
  return bytes;
}

std::vector<std::byte> to_bytes(const Numbers& numbers, Type type) {
  if (type == Type::f32) return bytes_as<float>(numbers);
  if (type == Type::s32) return bytes_as<int32_t>(numbers);
  if (type == Type::u8) return bytes_as<uint8_t>(numbers);
  throw Bug("the contract test does not feed " + text(type));
}

template <class T>
Numbers numbers_of(const void* data, const Shape& shape) {
  const T* first = static_cast<const T*>(data);
  return {shape, {first, first + count(shape)}};
}

Numbers to_numbers(const void* data, const Shape& shape, Type type) {
  if (type == Type::f32) return numbers_of<float>(data, shape);
  if (type == Type::s32) return numbers_of<int32_t>(data, shape);
  throw Bug("the contract test does not read " + text(type));
}

}  // namespace

const std::vector<Way>& ways() {
  static const std::vector<Way> of_the_engine = {{"fused", {.threads = 1}},
                                                 {"one call a node", {.threads = 1, .fuse = false}},
                                                 {"in shards", {.threads = 2, .shards = 3}}},
                                of_the_plugin = {{"through libtorch", {.threads = 1}}};
  return testing::tested_device() == "cpu" ? of_the_engine : of_the_plugin;
}

std::vector<Numbers> run(const Graph& graph, const Values& outputs, int64_t rows, const Feeds& feeds, States& states,
                         const EngineSettings& settings) {
  const auto executor = make_executor(testing::tested_device(), graph, outputs, rows, states, settings);
  std::vector<std::vector<std::byte>> memory;
  for (const auto& [input, numbers] : feeds) {
    if (input.node().op->name != "input") continue;
    memory.push_back(to_bytes(numbers, input.type()));
    executor->bind(input, memory.back().data());
  }
  executor->run();
  const Rebuilt for_rows = rebuild(graph, rows);
  std::vector<Numbers> all;
  for (const Value output : outputs)
    all.push_back(to_numbers(executor->data(output), for_rows(output).shape(), output.type()));
  return all;
}

std::vector<Numbers> reference(const Graph& graph, const Values& outputs, int64_t rows, const Feeds& feeds,
                               bool native) {
  const Rebuilt for_rows = rebuild(graph, rows);
  Feeds moved;
  for (const auto& [leaf, numbers] : feeds) moved[for_rows(leaf)] = numbers;
  Values roots;
  for (const Value output : outputs) roots.push_back(for_rows(output));
  return oracle().evaluate(*for_rows.graph, roots, moved, native);
}

::testing::AssertionResult near(const Numbers& got, const Numbers& expected, double tolerance) {
  if (got.shape != expected.shape)
    return ::testing::AssertionFailure() << "shape " << text(got.shape) << ", expected " << text(expected.shape);
  double scale = 1;
  for (const double e : expected.values)
    if (std::isfinite(e)) scale = std::max(scale, std::abs(e));
  for (size_t i = 0; i < expected.values.size(); ++i) {
    const double g = got.values[i], e = expected.values[i];
    const bool same =
        std::isfinite(e) ? std::abs(g - e) <= tolerance * scale : g == e || (std::isnan(g) && std::isnan(e));
    if (!same)
      return ::testing::AssertionFailure() << "element " << i << " of " << text(expected.shape) << " is " << g
                                           << ", expected " << e << " (scale " << scale << ")";
  }
  return ::testing::AssertionSuccess();
}

bool has_rows(Value y) {
  int64_t rows = 0;
  for (const Value input : y.graph().inputs())
    if (input.node().options.as<Leaf>().batched) rows = input.dim(0);
  if (rows == 0 || y.rank() == 0 || y.dim(0) != rows) return false;
  Shape one_more = y.shape();
  one_more[0] += 1;
  return rebuild(y.graph(), one_more[0])(y).shape() == one_more;
}

Value weighed_sum(Value y, const std::string& name, bool batched) {
  return reduce(y * y.graph().input(name, y.shape(), Type::f32, batched), {});
}

Numbers weights(const Shape& shape) {
  Numbers numbers{.shape = shape};
  Random random(11, "weights");
  for (int64_t i = 0; i < count(shape); ++i)
    numbers.values.push_back(static_cast<float>(random.uniform(0.25, 1.75) * (random.bits() % 2 == 0 ? 1 : -1)));
  return numbers;
}

}  // namespace plumb::contract
