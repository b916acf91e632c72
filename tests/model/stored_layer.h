#pragma once

#include "plumb/model/layer.h"
#include "plumb/task/yaml_reader.h"

namespace plumb::testing {

/// The layer that a stored case names, as in a task file.
inline Layer layer_of(const Entry& one) {
  Problems problems;
  const Entry written = read_yaml(one.at("layer").word(), "layer", problems);
  problems.raise();
  return Form<Layer>::make(written);
}

}  // namespace plumb::testing
