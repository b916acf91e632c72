// libtorch's own form of the composite cross-entropy.
#include <ATen/ops/cross_entropy_loss.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

[[maybe_unused]] const bool registered =
    add_form("sparse_softmax_crossentropy", [](const Node&, const Tensors& in, const Place&) {
      return Tensors{at::cross_entropy_loss(in[0], in[1].to(at::kLong), {}, at::Reduction::None)};
    });

}  // namespace
}  // namespace plumb::aten
