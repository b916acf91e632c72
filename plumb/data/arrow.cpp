#include "plumb/data/arrow.h"

#include "plumb/data/arrow_plugin.h"
#include "plumb/data/typed_cells.h"

namespace plumb {
namespace {

[[maybe_unused]] const bool registered = add_source<Arrow>();

}  // namespace

ReadResult Arrow::read(const ReadSettings& settings) const {
  return read_files(path, settings, plugin<ArrowPlugin>().read_ipc);
}

bool Arrow::recognises(const std::string& path) {
  return ends_with_one_of(path, {".arrow", ".arrows", ".feather", ".ipc"});
}

}  // namespace plumb
