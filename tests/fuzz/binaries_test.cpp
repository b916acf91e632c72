// Images, IDX, archives, weights, checkpoints, bundles and ONNX models, changed at random.
#include "plumb/core/safetensors.h"
#include "plumb/data/gzip.h"
#include "plumb/data/idx.h"
#include "plumb/data/image_codec.h"
#include "plumb/data/tar.h"
#include "plumb/deploy/bundle.h"
#include "plumb/onnx/model.h"
#include "plumb/task/read_task.h"
#include "plumb/task/runner.h"
#include "plumb/train/checkpoint.h"
#include "tests/fuzz/mutations.h"
#include "tests/support/program.h"
#include "tests/support/tar.h"

namespace plumb {
namespace {

using testing::fuzz;
using testing::ScratchFolder;

TEST(FuzzImage, AnyPicture) {
  std::vector<std::string> seeds;
  for (const auto& entry : std::filesystem::directory_iterator(testing::source_dir() / "tests/data/images"))
    seeds.push_back(testing::content(entry.path()));
  std::sort(seeds.begin(), seeds.end());
  fuzz(seeds, 4000, [](const std::string& bytes) {
    const auto* begin = reinterpret_cast<const uint8_t*>(bytes.data());
    const Pixels pixels = decode_image({begin, bytes.size()}, "fuzz");
    ASSERT_EQ(static_cast<int64_t>(pixels.bytes.size()), pixels.height * pixels.width * pixels.channels);
  });
}

std::string idx(const std::vector<uint32_t>& sizes, const std::string& values) {
  std::string bytes{0, 0, 8, static_cast<char>(sizes.size())};
  for (const uint32_t size : sizes)
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift);
  return bytes + values;
}

TEST(FuzzIdx, AnyArray) {
  const ScratchFolder folder;
  const std::string file = (folder / "fuzz-images-idx3-ubyte").string();
  fuzz({idx({2, 3, 3}, std::string(18, 'x')), idx({1, 2, 2, 3}, std::string(12, 'y'))}, 3000,
       [&](const std::string& bytes) {
         testing::put(file, bytes);
         const Table table = Idx{.images = {file}}.read({}).table;
         ASSERT_GT(table.rows(), 0);
       });
}

TEST(FuzzSafetensors, AnyWeights) {
  const std::string four(16, '\1'), six(24, '\2');
  const auto bytes = [](const std::string& text) { return std::as_bytes(std::span(text)); };
  fuzz({to_safetensors({{"dense/kernel", {.shape = {2, 2}, .bytes = bytes(four)}},
                        {"dense/bias", {.shape = {6}, .type = Type::s32, .bytes = bytes(six)}}},
                       {{"format", "pt"}})},
       5000, [](const std::string& content) {
         size_t sum = 0;
         for (const auto& [name, tensor] : parse_safetensors(content, "fuzz").tensors)
           for (const std::byte byte : tensor.bytes) sum += static_cast<size_t>(byte);  // all of it can be read
         ASSERT_LT(sum, content.size() * 256);
       });
}

TEST(FuzzCheckpoint, NoneThatWasChangedIsTaken) {
  const ScratchFolder folder;
  const Path file = folder / "step.safetensors";
  States states;
  states.at("parameters", {64}, Type::f32, 0.5F);
  save_checkpoint(file, {.epoch = 3, .step = 21, .history = {{{"loss", 0.25}}}, .fingerprint = "f"}, states, {});
  const std::string good = testing::content(file);
  fuzz({good}, 2000, [&](const std::string& content) {
    testing::put(file, content);
    States loaded;
    KeptWeights kept;
    const Standing standing = load_checkpoint(file, "f", loaded, kept);
    ASSERT_EQ(standing.step, 21);
    ASSERT_EQ(loaded.all.at("parameters").floats()[63], 0.5F);
  });
}

TEST(FuzzTar, AnyArchive) {
  using testing::tar_entry;
  fuzz({tar_entry("a.txt", "hello") + tar_entry("b/c.png", std::string(700, 'x')) + testing::tar_end()}, 4000,
       [](const std::string& bytes) {
         size_t size = 0;
         for (const TarFile& file : files_in_tar(bytes, "fuzz.tar")) size += file.content.size() + file.name.size();
         ASSERT_LE(size, 3 * bytes.size());
       });
}

TEST(FuzzGzip, AnyStream) {
  fuzz({testing::content(testing::source_dir() / "examples/digits/test-labels.idx1.gz")}, 1000,
       [](const std::string& bytes) { gunzip(bytes, "fuzz.gz", 1 << 20); });
}

onnx::Model small_model() {
  onnx::Model model;
  model.inputs.push_back({.name = "x", .element = onnx::Element::f32, .shape = {-1, 2}});
  model.inputs.push_back({.name = "word", .element = onnx::Element::text, .shape = {-1, 1}});
  const auto weights = model.store({.name = "w", .shape = {2, 1}, .floats = {2, -1}});
  const auto code = model.op("LabelEncoder", {"word"},
                             {{"keys_strings", std::vector<std::string>{"", "ulm"}},
                              {"values_int64s", std::vector<int64_t>{7, 8}},
                              {"default_int64", int64_t{-1}}},
                             "ai.onnx.ml");
  const auto product = model.op("LeakyRelu", {model.op("MatMul", {"x", weights})}, {{"alpha", 0.5F}});
  model.expose("sum", model.op("Add", {product, model.op("Cast", {code}, {{"to", int64_t{1}}})}), onnx::Element::f32,
               {-1, 1});
  model.metadata["labels"] = "[\"a\"]";
  return model;
}

TEST(FuzzOnnx, AnyModel) {
  fuzz({onnx::write(small_model())}, 5000,
       [](const std::string& bytes) { onnx::write(onnx::read(bytes, "fuzz.onnx")); });
}

TEST(FuzzBundle, AnyFile) {
  const ScratchFolder folder;
  std::string rows = "size,kind\n";
  for (int i = 0; i < 40; ++i) rows += std::to_string(i % 9) + (i % 9 > 4 ? ",big\n" : ",small\n");
  testing::put(folder / "data.csv", rows);
  testing::put(folder / "task.yaml", "data: data.csv\ntarget: kind\ntrain: {epochs: 1}\ndeploy: [bundle]\n");
  const Path run =
      train_task(read_task((folder / "task.yaml").string()), {.runs = folder / "runs", .quiet = true}).folder;
  const Path file = folder / "fuzz.plumb";
  fuzz({testing::content(run / "task.plumb")}, 1000, [&](const std::string& bytes) {
    testing::put(file, bytes);
    read_bundle(file);
  });
}

}  // namespace
}  // namespace plumb
