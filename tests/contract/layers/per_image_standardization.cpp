#include "tests/contract/layer_sample.h"

namespace plumb::contract {
namespace {

[[maybe_unused]] const bool images = layer_sample("per_image_standardization", [](Inputs& in) {
  return in.rows({3, 2, 2});
});

}  // namespace
}  // namespace plumb::contract
