#include "plumb/graph/repeat.h"

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

Tensors repeat(const Node& n, const Tensors& in, const Place&) {
  return {in[0].unsqueeze(n.options.as<Repeat>().axis).expand(n.shape())};
}

[[maybe_unused]] const bool registered = add_form("repeat", repeat);

}  // namespace
}  // namespace plumb::aten
