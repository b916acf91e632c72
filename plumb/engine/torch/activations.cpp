// libtorch's own forms of composite activations.
#include <ATen/ops/elu.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/leaky_relu.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/softplus.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

[[maybe_unused]] const bool registered[] = {
    add_form("leaky_relu", [](const Node& n, const Tensors& in,
                              const Place&) { return Tensors{at::leaky_relu(in[0], n.options.as<Number>().value)}; }),
    add_form("elu", [](const Node& n, const Tensors& in,
                       const Place&) { return Tensors{at::elu(in[0], n.options.as<Number>().value)}; }),
    add_form("gelu", [](const Node&, const Tensors& in, const Place&) { return Tensors{at::gelu(in[0], "none")}; }),
    add_form("silu", unary<at::silu>),
    // Beyond its threshold libtorch returns x itself; 40 is beyond float64's last digit.
    add_form("softplus",
             [](const Node&, const Tensors& in, const Place&) { return Tensors{at::softplus(in[0], 1, 40)}; }),
    add_form("softmax", [](const Node&, const Tensors& in, const Place&) { return Tensors{at::softmax(in[0], -1)}; }),
    add_form("log_softmax",
             [](const Node&, const Tensors& in, const Place&) { return Tensors{at::log_softmax(in[0], -1)}; }),
};

}  // namespace
}  // namespace plumb::aten
