#include <ATen/ops/layer_norm.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

[[maybe_unused]] const bool registered =
    add_form("layer_normalization", [](const Node& n, const Tensors& in, const Place&) {
      return Tensors{at::layer_norm(in[0], {n.in[0].dim(-1)}, in[1], in[2], n.options.as<Number>().value)};
    });

}  // namespace
}  // namespace plumb::aten
