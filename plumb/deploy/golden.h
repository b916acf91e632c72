#pragma once

#include "plumb/core/entry.h"
#include "plumb/core/safetensors.h"
#include "plumb/deploy/bundle.h"

namespace plumb {

/// Golden rows as a bundle keeps them: cells as JSON, images and answers as tensors beside the weights
/// ("golden/image/<column>/<row>", "golden/answer/<target>").
struct StoredGolden {
  Entry cells = {};
  std::map<std::string, TensorBytes> tensors = {};
  std::vector<std::shared_ptr<std::vector<double>>> kept = {};  // what the tensors view
};
StoredGolden store_golden(const GoldenRows& golden, const Schema& schema);
GoldenRows load_golden(const Entry& cells, const std::map<std::string, TensorBytes>& tensors, const Trained& trained,
                       const std::string& file);

}  // namespace plumb
