#include "plumb/data/parquet.h"

#include "plumb/data/arrow_plugin.h"
#include "plumb/data/parquet_chunks.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Parquet>();

}  // namespace

ReadResult Parquet::read(const ReadSettings& settings) const {
  return read_files(path, settings, plugin<ArrowPlugin>().read_parquet);
}

std::shared_ptr<const Chunks> Parquet::chunks(const ReadSettings& settings) const {
  return parquet_chunks(path, settings);
}

bool Parquet::recognises(const std::string& path) { return ends_with_one_of(path, {".parquet", ".pq"}); }

}  // namespace plumb
