// Safetensors: what is written is read, and damaged or hostile files are refused with a reason.

#include "plumb/core/safetensors.h"

#include <gtest/gtest.h>

#include <cstring>

#include "plumb/core/error.h"

namespace plumb {
namespace {

std::string file_of(const std::string& header, const std::string& data = "") {
  std::string content(8, '\0');
  const uint64_t length = header.size();
  std::memcpy(content.data(), &length, 8);
  return content + header + data;
}

std::string error_of(const std::string& content) {
  try {
    parse_safetensors(content, "w.safetensors");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Safetensors, SurvivesWriting) {
  const std::vector<float> kernel{1, -2, 3.5F, 0, 1e-30F, 7};
  const std::vector<int32_t> step{41};
  const auto bytes = [](const auto& values) { return std::as_bytes(std::span(values)); };
  const std::string content = to_safetensors({{"dense/kernel", {.shape = {2, 3}, .bytes = bytes(kernel)}},
                                              {"step", {.shape = {}, .type = Type::s32, .bytes = bytes(step)}}},
                                             {{"made", "by \"us\""}});
  uint64_t length = 0;
  std::memcpy(&length, content.data(), 8);
  EXPECT_EQ(length % 8, 0U);  // so that the tensors are aligned
  Safetensors first = parse_safetensors(content, "w");
  const Safetensors read = std::move(first);  // views stay right
  EXPECT_EQ(read.metadata.at("made"), "by \"us\"");
  EXPECT_EQ(read.tensors.at("dense/kernel").shape, (Shape{2, 3}));
  EXPECT_EQ(std::memcmp(read.tensors.at("dense/kernel").bytes.data(), kernel.data(), 24), 0);
  EXPECT_EQ(read.tensors.at("step").type, Type::s32);
  EXPECT_EQ(std::memcmp(read.tensors.at("step").bytes.data(), step.data(), 4), 0);
}

TEST(Safetensors, DamagedFilesAreRefused) {
  const auto header = [](const std::string& tensor) { return "{\"w\": {" + tensor + "}}"; };
  EXPECT_NE(error_of("").find("is no safetensors file"), std::string::npos);
  EXPECT_NE(error_of("\xff\xff\xff\xff\xff\xff\xff\xff{}").find("was cut off"), std::string::npos);
  EXPECT_NE(error_of(file_of("{\"w\": ")), "");
  EXPECT_NE(error_of(file_of("{\"w\": 3}")).find("is not described"), std::string::npos);
  EXPECT_NE(error_of(file_of(header(R"("dtype": "F8", "shape": [1], "data_offsets": [0, 1])"), "x")).find("type F8"),
            std::string::npos);
  EXPECT_NE(error_of(file_of(header(R"("dtype": "F32", "shape": [1], "data_offsets": [0, 4])"), "xy")).find("cut off"),
            std::string::npos);
  EXPECT_NE(
      error_of(file_of(header(R"("dtype": "F32", "shape": [3], "data_offsets": [0, 4])"), "abcd")).find("does not fit"),
      std::string::npos);
  EXPECT_NE(error_of(file_of(header(R"("dtype": "F32", "shape": [1], "data_offsets": [4, 0])"), "abcd")), "");
  EXPECT_NE(error_of(file_of(header(R"("dtype": "F32", "shape": [-1], "data_offsets": [0, 4])"), "abcd")), "");
  EXPECT_NE(error_of(file_of(R"({"a": {"dtype": "U8", "shape": [3], "data_offsets": [0, 3]},
                                 "b": {"dtype": "U8", "shape": [2], "data_offsets": [2, 4]}})",
                             "abcd"))
                .find("share bytes"),
            std::string::npos);
  // Sizes whose product overflows.
  EXPECT_NE(
      error_of(file_of(header(R"("dtype": "U8", "shape": [100000000000000, 200000000000000], "data_offsets": [0, 4])"),
                       "abcd")),
      "");
}

}  // namespace
}  // namespace plumb
