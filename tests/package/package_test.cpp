// What is installed works elsewhere: find_package(plumb) from a project of its own, and the archive of `./dev dist`.
#include <gtest/gtest.h>

#include "tests/support/program.h"

namespace plumb {
namespace {

using testing::ScratchFolder;
using testing::shell;

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }
std::string build_folder() { return quoted(PLUMB_BINARY_DIR); }

std::string rows() {
  std::string csv = "size,weight,kind\n";
  for (int i = 0; i < 200; ++i)
    csv += std::to_string(i * 37 % 101) + "," + std::to_string(i * 53 % 97) + "," +
           (i * 37 % 101 + i * 53 % 97 > 100 ? "big" : "small") + "\n";
  return csv;
}

TEST(Package, FindPackageServesAProjectOfItsOwn) {
  const ScratchFolder folder;
  testing::put(folder / "rows.csv", rows());
  const auto source = testing::source_dir() / "tests/package/outside";
  const auto done = shell(folder.path(), "cmake --install " + build_folder() +
                                             " --component development --prefix first > log && mv first moved && "
                                             "cmake -S " +
                                             quoted(source) +
                                             " -G Ninja -B build -D CMAKE_PREFIX_PATH=$PWD/moved >> log && "
                                             "cmake --build build >> log && build/outside rows.csv");
  ASSERT_EQ(done.code, 0) << testing::content(folder / "log") << done.err;
  const size_t line = done.out.find('\n');
  EXPECT_GT(std::stod(done.out.substr(0, line)), 0.85) << done.out;
  EXPECT_GT(std::stoi(done.out.substr(line + 1)), 20) << done.out;
  EXPECT_NE(done.out.find("adamw"), std::string::npos) << done.out;
}

TEST(Package, TheArchiveRunsWhereItIsUnpacked) {
  const ScratchFolder folder;
  testing::put(folder / "rows.csv", rows());
  testing::put(folder / "task.yaml", "data: rows.csv\ntarget: kind\ntrain: {epochs: 2}\n");
  const auto dist = quoted(testing::source_dir() / "tools/dist.sh");
  const auto made = shell(folder.path(), dist + " " + build_folder() + " made");
  ASSERT_EQ(made.code, 0) << made.err;
  const auto unpacked =
      shell(folder.path(),
            "mkdir there && tar -xzf $(ls made/*.tar.gz | grep -v arrow) -C there --strip-components=1 && rm -r made");
  ASSERT_EQ(unpacked.code, 0) << unpacked.err;

  const auto version = shell(folder.path(), "env -i there/bin/plumb --version");
  EXPECT_EQ(version.code, 0) << version.err;
  for (const char* word : {"plumb 0.", "compiler", "instruction set", "oneDNN", "zlib"})
    EXPECT_NE(version.out.find(word), std::string::npos) << word << " is not in\n" << version.out;
  EXPECT_EQ(shell(folder.path(), "env -i there/bin/plumb check task.yaml").code, 0);
  const auto trained = shell(folder.path(), "env -i there/bin/plumb train task.yaml --quiet");
  EXPECT_EQ(trained.code, 0) << trained.err;

  // Everything but the C and C++ libraries comes from the archive, and each of them has its licence.
  const auto loaded = shell(folder.path(), "ldd there/bin/plumb | awk '$2 == \"=>\" {print $3}' | xargs -n1 realpath");
  const std::string own = std::filesystem::canonical(folder / "there").string();
  for (const char* library : {"libdnnl", "libfmt", "libyaml-cpp", "libgomp", "libhwy", "libspng", "libjpeg", "libz"}) {
    const size_t at = loaded.out.find(std::string("/") + library);
    ASSERT_NE(at, std::string::npos) << library << "\n" << loaded.out;
    const size_t begin = loaded.out.rfind('\n', at) + 1;
    EXPECT_EQ(loaded.out.substr(begin, own.size()), own) << library << "\n" << loaded.out;
  }
  size_t licences = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder / "there/licences")) {
    EXPECT_GT(file.file_size(), 200U) << file.path();
    ++licences;
  }
  EXPECT_GE(licences, 11U);  // eight libraries, oneDNN's own parts, headers that were compiled in
}

/// A task over a file of the format tests.
std::string people(const std::string& file) {
  return "data: '" + (testing::source_dir() / "tests/data/formats" / file).string() +
         "'\ntarget: kind\ninputs: {age: integer, height: number, city: category, member: boolean, seen: ignore}\n"
         "model: linear\ntrain: {epochs: 1}\nevaluate: {baseline: none}\n";
}

TEST(Package, TheArchivesBringTheFormatsThatNeedLibraries) {
  const ScratchFolder folder;
  testing::put(folder / "zst.yaml", people("people.csv.zst"));
  testing::put(folder / "sqlite.yaml", people("people.db"));
  testing::put(folder / "parquet.yaml", people("people.parquet"));
  const auto made = shell(
      folder.path(), quoted(testing::source_dir() / "tools/dist.sh") + " " + build_folder() + " made && mkdir there");
  ASSERT_EQ(made.code, 0) << made.err;
  const auto unpack = [&](const std::string& archives) {
    return shell(folder.path(), "for a in " + archives + "; do tar -xzf $a -C there --strip-components=1; done").code;
  };
  const auto train = [&](const std::string& task) {
    return shell(folder.path(), "env -i there/bin/plumb train " + task + " --quiet");
  };
  ASSERT_EQ(unpack("$(ls made/*.tar.gz | grep -v arrow)"), 0);
  EXPECT_EQ(train("zst.yaml").code, 0) << train("zst.yaml").err;
  EXPECT_EQ(train("sqlite.yaml").code, 0) << train("sqlite.yaml").err;
  for (const char* plugin : {"zstd", "webp", "tiff", "sqlite"}) {
    const auto loaded = shell(folder.path(), "ldd there/lib/libplumb_" + std::string(plugin) +
                                                 ".so | awk '$2 == \"=>\" {print $3}' | grep -v there/lib");
    for (const char* own : {"zstd", "webp", "sharpyuv", "tiff", "Lerc", "jbig", "deflate", "lzma", "sqlite3"})
      EXPECT_EQ(loaded.out.find(own), std::string::npos) << plugin << " loads from the system\n" << loaded.out;
  }
  EXPECT_TRUE(std::filesystem::exists(folder / "there/lib/libplumb_postgresql.so"));
  EXPECT_FALSE(std::filesystem::exists(folder / "there/lib/libpq.so.5"));

  const auto missing = train("parquet.yaml");
  EXPECT_EQ(missing.code, 2);
  EXPECT_NE(missing.err.find("unpack the archive that holds it over this program"), std::string::npos) << missing.err;
  if (made.err.find("no archive with Arrow") != std::string::npos)
    GTEST_SKIP() << "the licence of Arrow is not here; ./dev setup brings it";
  ASSERT_EQ(unpack("made/*-arrow.tar.gz"), 0);
  EXPECT_EQ(train("parquet.yaml").code, 0) << train("parquet.yaml").err;
  for (const char* file : {"arrow", "arrow-notice"})
    EXPECT_GT(std::filesystem::file_size(folder / "there/licences" / file), 200U) << file;
}

}  // namespace
}  // namespace plumb
