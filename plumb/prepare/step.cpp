#include "plumb/prepare/step.h"

namespace plumb {

Table Rows::all() const {
  Table whole = chunks_.at(0);
  for (size_t i = 1; i < chunks_.size(); ++i) whole = whole.append(chunks_[i]);
  return whole;
}

}  // namespace plumb
