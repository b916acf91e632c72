// Tables of other programs, changed at random: NumPy, zip, zstd, ARFF, Parquet, Arrow, SQLite.
#include "plumb/data/gzip.h"
#include "plumb/data/numpy_array.h"
#include "plumb/data/source.h"
#include "plumb/data/zip.h"
#include "tests/fuzz/mutations.h"
#include "tests/support/program.h"

namespace plumb {
namespace {

using testing::fuzz;

std::string good(const std::string& name) {
  return testing::content(testing::source_dir() / "tests/data/formats" / name);
}

/// Writes each changed file under a name that tells its format, and reads it.
void fuzz_reader(const std::string& seed, const std::string& name, int rounds) {
  const testing::ScratchFolder folder;
  const std::string file = (folder / name).string();
  fuzz({good(seed)}, rounds, [&](const std::string& bytes) {
    testing::put(file, bytes);
    const Table table = source_of(file).read({}).table;
    for (const std::string& column : table.names()) ASSERT_EQ(table.at(column).size(), table.rows());
  });
}

TEST(FuzzNumpy, AnyArray) {
  std::vector<std::string> seeds;
  const std::string archive = good("people.npz");
  for (const ZippedFile& file : files_in_zip(archive, "people.npz"))
    seeds.push_back(unzip(file, "people.npz", 1 << 20));
  fuzz(seeds, 5000, [](const std::string& bytes) {
    Table table;
    add_columns(table, "a", numpy_array(bytes, "fuzz.npy"), {});
    ASSERT_GT(table.rows(), 0);
  });
}

TEST(FuzzZip, AnyArchive) {
  fuzz({good("people.npz")}, 4000, [](const std::string& bytes) {
    for (const ZippedFile& file : files_in_zip(bytes, "fuzz.npz")) unzip(file, "fuzz.npz", 1 << 22);
  });
}

TEST(FuzzZstd, AnyStream) { fuzz_reader("people.csv.zst", "fuzz.csv.zst", 1000); }
TEST(FuzzArff, AnyTable) { fuzz_reader("people.arff", "fuzz.arff", 1500); }
TEST(FuzzParquet, AnyTable) { fuzz_reader("people.parquet", "fuzz.parquet", 1000); }
TEST(FuzzArrow, AnyFile) { fuzz_reader("people.feather", "fuzz.feather", 1000); }
TEST(FuzzArrow, AnyStream) { fuzz_reader("people.arrows", "fuzz.arrows", 1000); }
TEST(FuzzSqlite, AnyDatabase) { fuzz_reader("people.db", "fuzz.db", 1000); }

}  // namespace
}  // namespace plumb
