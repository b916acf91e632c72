#include "plumb/data/zstd.h"

namespace plumb {

bool is_zstd(std::string_view content) { return content.starts_with("\x28\xB5\x2F\xFD"); }

}  // namespace plumb
