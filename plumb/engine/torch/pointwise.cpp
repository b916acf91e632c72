// Arithmetic and functions of one element.
#include <ATen/ops/abs.h>
#include <ATen/ops/add.h>
#include <ATen/ops/div.h>
#include <ATen/ops/eq.h>
#include <ATen/ops/erf.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/expm1.h>
#include <ATen/ops/ge.h>
#include <ATen/ops/gt.h>
#include <ATen/ops/le.h>
#include <ATen/ops/log.h>
#include <ATen/ops/log1p.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/ne.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/sign.h>
#include <ATen/ops/sqrt.h>
#include <ATen/ops/sub.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/where.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

[[maybe_unused]] const bool registered[] = {
    add_form("add", [](const Node&, const Tensors& in, const Place&) { return Tensors{at::add(in[0], in[1])}; }),
    add_form("subtract", [](const Node&, const Tensors& in, const Place&) { return Tensors{at::sub(in[0], in[1])}; }),
    add_form("multiply", binary<at::mul>),
    add_form("divide", binary<at::div>),
    // By comparison, not at::maximum: that halves the gradient of a tie.
    add_form("maximum", [](const Node&, const Tensors& in,
                           const Place&) { return Tensors{at::where(at::ge(in[0], in[1]), in[0], in[1])}; }),
    add_form("minimum", [](const Node&, const Tensors& in,
                           const Place&) { return Tensors{at::where(at::le(in[0], in[1]), in[0], in[1])}; }),
    add_form("affine",
             [](const Node& n, const Tensors& in, const Place& place) {
               const auto& [scale, shift] = n.options.as<Affine>();
               return Tensors{at::add(at::mul(in[0], scale), shift).to(place.scalar_type(n.type()))};
             }),
    add_form("relu", unary<at::relu>),
    add_form("positive", [](const Node& n, const Tensors& in,
                            const Place& place) { return Tensors{at::gt(in[0], 0).to(place.scalar_type(n.type()))}; }),
    add_form("equal", [](const Node& n, const Tensors& in,
                         const Place& place) { return Tensors{at::eq(in[0], in[1]).to(place.scalar_type(n.type()))}; }),
    add_form("select", [](const Node&, const Tensors& in,
                          const Place&) { return Tensors{at::where(at::ne(in[0], 0), in[1], in[2])}; }),
    add_form("abs", unary<at::abs>),
    add_form("sign", unary<at::sign>),
    add_form("exp", unary<at::exp>),
    add_form("expm1", unary<at::expm1>),
    add_form("log", unary<at::log>),
    add_form("log1p", unary<at::log1p>),
    add_form("sqrt", unary<at::sqrt>),
    add_form("tanh", unary<at::tanh>),
    add_form("sigmoid", unary<at::sigmoid>),
    add_form("erf", unary<at::erf>),
    add_form("cast", [](const Node& n, const Tensors& in,
                        const Place& place) { return Tensors{in[0].to(place.scalar_type(n.options.as<Cast>().to))}; }),
    add_form("stop_gradient", [](const Node&, const Tensors& in, const Place&) { return Tensors{in[0].detach()}; }),
};

}  // namespace
}  // namespace plumb::aten
