#include "bench/support/example.h"

#include "plumb/core/random.h"
#include "plumb/core/safetensors.h"

namespace plumb::bench {
namespace {

template <class T>
TensorRows tensor(const InputSpec& spec, int64_t rows, const std::function<T()>& draw) {
  auto values = std::make_shared<std::vector<T>>(static_cast<size_t>(rows * count(spec.shape)));
  for (T& value : *values) value = draw();
  return {.name = spec.name,
          .type = spec.type,
          .row_shape = spec.shape,
          .data = std::shared_ptr<const void>(values, values->data()),
          .rows = rows};
}

Shape of_rows(int64_t rows, Shape row) {
  row.insert(row.begin(), rows);
  return row;
}

}  // namespace

Example::Example(const Network& network, int64_t rows, int64_t classes, uint64_t seed) {
  Random random(seed, "example");
  for (const InputSpec& spec : network.inputs) {
    if (spec.type == Type::s32)
      inputs.push_back(tensor<int32_t>(
          spec, rows, [&] { return static_cast<int32_t>(random.below(static_cast<uint64_t>(spec.codes))); }));
    else
      inputs.push_back(tensor<float>(spec, rows, [&] { return static_cast<float>(random.uniform(-1, 1)); }));
  }
  for (int64_t i = 0; i < rows; ++i)
    labels.push_back(static_cast<int32_t>(random.below(static_cast<uint64_t>(classes))));
}

void write_example(const Path& file, const Example& example, const Graph& graph, States& states,
                   const std::map<std::string, std::span<const float>>& outputs) {
  std::map<std::string, TensorBytes> tensors;
  const auto bytes = [](const void* data, size_t size) { return std::span(static_cast<const std::byte*>(data), size); };
  const auto rows = static_cast<int64_t>(example.labels.size());
  for (const TensorRows& input : example.inputs)
    tensors["input/" + input.name] = {of_rows(rows, input.row_shape), input.type,
                                      bytes(input.row(0), input.row_bytes() * static_cast<size_t>(rows))};
  tensors["labels"] = {{rows}, Type::s32, bytes(example.labels.data(), example.labels.size() * sizeof(int32_t))};
  const float* flat = states.find("parameters")->floats();
  std::string names;
  int number = 0;
  for (const Parameter& parameter : graph.parameters) {
    const Shape& shape = parameter.value.shape();
    tensors[fmt::format("weight/{:03}", number++)] = {
        shape, Type::f32, bytes(flat + parameter.offset, static_cast<size_t>(count(shape)) * sizeof(float))};
    names += (names.empty() ? "" : ",") + parameter.name;
  }
  for (const auto& [name, values] : outputs)
    tensors["output/" + name] = {{static_cast<int64_t>(values.size())}, Type::f32, std::as_bytes(values)};
  write_safetensors(file, tensors, {{"weights", names}});
}

}  // namespace plumb::bench
