#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "plumb/core/entry.h"
#include "plumb/core/files.h"
#include "plumb/onnx/model.h"
#include "plumb/onnx/operation.h"
#include "tests/support/paths.h"

/// Runs models in ONNX Runtime, through the Python with the reference libraries.
///
///     REQUIRE_ONNX_RUNTIME();                                      // skips for a user without it; fails with CI=true
///     const auto outputs = run_in_onnx_runtime({{model, feeds}});  // one map of outputs for each model
namespace plumb::testing {

struct OnnxCase {
  onnx::Model model;
  std::map<std::string, onnx::Tensor> feeds;
};
using OnnxOutputs = std::map<std::string, onnx::Tensor>;

namespace internal {

/// Strings stand in the list itself; numbers lie beside it in a file, as float, double or int64.
inline Entry tensor_entry(const onnx::Tensor& tensor, const std::filesystem::path& file) {
  Entry entry = Entry::map(), shape = Entry::list(), texts = Entry::list();
  for (const int64_t size : tensor.shape) shape.push(Entry::number(size));
  entry.set("type", Entry::text(text(tensor.element)));
  entry.set("shape", shape);
  onnx::for_type(tensor.element, [&](auto zero) {
    const auto& values = onnx::values<decltype(zero)>(tensor);
    if constexpr (std::is_same_v<decltype(zero), std::string>) {
      for (const auto& value : values) texts.push(Entry::text(value));
      entry.set("values", texts);
    } else {
      write_file(file, std::string_view(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(zero)));
      entry.set("file", Entry::text(file.string()));
    }
  });
  return entry;
}

inline onnx::Tensor entry_tensor(const Entry& entry) {
  onnx::Tensor tensor;
  for (const auto element : {onnx::Element::f32, onnx::Element::f64, onnx::Element::s64, onnx::Element::s32,
                             onnx::Element::u8, onnx::Element::boolean, onnx::Element::text})
    if (text(element) == entry.at("type").word()) tensor.element = element;
  for (const Entry& size : entry.at("shape").items()) tensor.shape.push_back(static_cast<int64_t>(size.as_double()));
  onnx::for_type(tensor.element, [&](auto zero) {
    auto& values = onnx::values<decltype(zero)>(tensor);
    if constexpr (std::is_same_v<decltype(zero), std::string>) {
      for (const Entry& value : entry.at("values").items()) values.push_back(value.word());
    } else {
      const std::string bytes = read_file(entry.at("file").word());
      values.resize(bytes.size() / sizeof(zero));
      std::memcpy(values.data(), bytes.data(), bytes.size());
    }
  });
  return tensor;
}

}  // namespace internal

inline std::vector<OnnxOutputs> run_in_onnx_runtime(const std::vector<OnnxCase>& cases) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("plumb_onnx_" + std::to_string(static_cast<long>(getpid())));
  std::filesystem::create_directories(folder);
  Entry list = Entry::list();
  for (size_t i = 0; i < cases.size(); ++i) {
    const auto file = folder / (std::to_string(i) + ".onnx");
    write_file(file, onnx::write(cases[i].model));
    Entry one = Entry::map(), feeds = Entry::map();
    for (const auto& [name, tensor] : cases[i].feeds) {
      const auto numbers = folder / (std::to_string(i) + "." + std::to_string(feeds.fields().size()) + ".numbers");
      feeds.set(name, internal::tensor_entry(tensor, numbers));
    }
    one.set("model", Entry::text(file.string()));
    one.set("feeds", feeds);
    list.push(one);
  }
  write_file(folder / "cases.json", to_json(list, -1));
  const auto quoted = [](const std::filesystem::path& path) { return " '" + path.string() + "'"; };
  const std::string command = quoted(python()) + quoted(source_dir() / "tests/support/run_onnx.py") +
                              quoted(folder / "cases.json") + quoted(folder / "outputs.json") + " 2>" +
                              quoted(folder / "log").substr(1);
  std::vector<OnnxOutputs> results;
  if (std::system(command.c_str()) != 0) {
    ADD_FAILURE() << "ONNX Runtime refused:\n" << read_file(folder / "log");
  } else {
    const Entry outputs = parse_json(read_file(folder / "outputs.json"), "outputs.json");
    for (const Entry& one : outputs.items()) {
      OnnxOutputs named;
      for (const Entry::Field& field : one.fields()) named[field.name] = internal::entry_tensor(field.value);
      results.push_back(std::move(named));
    }
  }
  std::filesystem::remove_all(folder);
  return results;
}

}  // namespace plumb::testing

#define REQUIRE_ONNX_RUNTIME()                                                                       \
  if (plumb::testing::python().empty()) {                                                            \
    if (plumb::testing::is_ci()) GTEST_FAIL() << "CI needs PLUMB_PYTHON, a Python with onnxruntime"; \
    GTEST_SKIP() << "needs PLUMB_PYTHON, a Python with onnx and onnxruntime; ./dev test brings one"; \
  }
