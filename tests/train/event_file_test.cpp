// Event files: checksums by known values, and the real TensorBoard reads what the callback writes.

#include "plumb/train/event_file.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "plumb/evaluate/accuracy.h"
#include "plumb/graph/operators.h"
#include "plumb/model/layers/dense.h"
#include "plumb/train/callbacks/tensorboard.h"
#include "tests/support/paths.h"
#include "tests/train/small_set.h"

namespace plumb {
namespace {

TEST(EventFile, MaskedCrc32c) {
  // CRC-32C of "123456789" is 0xE3069283.
  const uint32_t crc = 0xE3069283U;
  EXPECT_EQ(masked_crc32c("123456789"), ((crc >> 15) | (crc << 17)) + 0xA282EAD8U);
}

TEST(EventFile, TensorBoardReadsIt) {
  if (testing::python().empty()) GTEST_SKIP() << "needs PLUMB_PYTHON, a Python with tensorboard";
  const Path folder = std::filesystem::temp_directory_path() / "plumb_tensorboard";
  std::filesystem::remove_all(folder);
  const TrainTarget target = testing::ring_target(2);
  const TrainRows rows = testing::rings(100, 2, 1);
  const Network network = Architecture(Layers{Dense{4, relu}})
                              .build({.inputs = {{.name = "x", .shape = {2}}}, .targets = {target.spec}, .rows = 100})
                              .network;
  TrainOptions options;
  options.epochs = 3;
  options.callbacks = {Tensorboard{}};
  TrainSettings settings;
  settings.quiet = true;
  settings.folder = folder;
  States states;
  const History history = train(network, {target}, rows, &rows, options, settings, states);
  const Path script = folder / "read.py", result = folder / "read.txt";
  write_file(script,
             "import sys\n"
             "from tensorboard.backend.event_processing.event_accumulator import EventAccumulator\n"
             "events = EventAccumulator(sys.argv[1])\n"
             "events.Reload()\n"
             "print(*[f'{e.step}:{e.value:.5f}' for e in events.Scalars('valid_loss')])\n");
  const std::string command = testing::python().string() + " " + script.string() + " " +
                              (folder / "tensorboard").string() + " > " + result.string() + " 2>/dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0);
  std::string expected;
  for (size_t i = 0; i < 3; ++i)
    expected += fmt::format("{}{}:{:.5f}", i ? " " : "", i + 1, static_cast<float>(history.epochs[i].at("valid_loss")));
  EXPECT_EQ(read_file(result), expected + "\n");
}

}  // namespace
}  // namespace plumb
