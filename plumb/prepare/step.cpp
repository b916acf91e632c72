#include "plumb/prepare/step.h"

namespace plumb {

Table Rows::all() const { return joined(chunks_); }

}  // namespace plumb
