// The example in C++ and the task file beside it say the same: over the same files they give the same score.
#include <gtest/gtest.h>

#include <regex>

#include "plumb/core/entry.h"
#include "plumb/core/random.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

std::string big_endian(uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes += static_cast<char>(number >> static_cast<unsigned>(shift) & 255U);
  return bytes;
}

/// Noise with a faint bar, whose height is the label, under the names of MNIST's files.
void put_digits(const std::filesystem::path& folder, const std::string& part, uint32_t rows) {
  constexpr uint32_t side = 28;
  Random random(rows, "digits");
  std::string images = big_endian(0x803) + big_endian(rows) + big_endian(side) + big_endian(side);
  std::string labels = big_endian(0x801) + big_endian(rows);
  for (uint32_t row = 0; row < rows; ++row) {
    const auto label = random.below(10);
    labels += static_cast<char>(label);
    for (uint32_t at = 0; at < side * side; ++at)
      images += static_cast<char>(random.below(200) + (at / side / 2 == label + 2 ? 30 : 0));
  }
  testing::put(folder / (part + "-images-idx3-ubyte.gz"), images);
  testing::put(folder / (part + "-labels-idx1-ubyte.gz"), labels);
}

TEST(MnistInCpp, GivesTheScoreOfItsTaskFile) {
  const auto program = testing::binary_dir() / "examples/mnist";
  const testing::ScratchFolder folder;
  std::filesystem::create_directories(folder / "mnist");
  put_digits(folder / "mnist", "train", 600);
  put_digits(folder / "mnist", "t10k", 300);
  const auto in_cpp = testing::shell(folder.path(), "'" + program.string() + "' mnist");
  ASSERT_EQ(in_cpp.code, 0) << in_cpp.err;
  const std::string task = (testing::source_dir() / "examples/mnist/task.yaml").string();
  const auto in_yaml =
      testing::shell(folder.path(), "export PLUMB_DATA=$PWD; " + testing::program() + " train '" + task +
                                        "' --quiet > said && " + testing::program() + " evaluate runs/mnist-1");
  ASSERT_EQ(in_yaml.code, 0) << in_yaml.err;
  const auto accuracy = [](const std::string& said) {
    std::smatch found;
    return std::regex_search(said, found, std::regex(R"(accuracy +([0-9.]+))")) ? found[1].str() : "not in " + said;
  };
  EXPECT_EQ(accuracy(in_cpp.out), accuracy(in_yaml.out));
}

}  // namespace
}  // namespace plumb
