#include <ATen/ops/cat.h>
#include <ATen/ops/zeros.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

Tensors unpack(const Node& n, const Tensors& in, const Place&) {
  const auto& [offset, shape] = n.options.as<Part>();
  return {in[0].narrow(0, offset, count(shape)).reshape(shape)};
}

Tensors pack(const Node& n, const Tensors& in, const Place& place) {
  Tensors pieces;
  for (size_t k = 1; k < in.size(); ++k) {
    const int64_t size = count(n.in[k].shape());
    pieces.push_back(in[k].reshape({size}));
    if (const int64_t gap = on_cache_line(size) - size) pieces.push_back(at::zeros({gap}, place.options(n.type())));
  }
  return {at::cat(pieces)};
}

[[maybe_unused]] const bool registered[] = {add_form("unpack", unpack), add_form("pack", pack)};

}  // namespace
}  // namespace plumb::aten
