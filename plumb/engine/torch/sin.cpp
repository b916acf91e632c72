#include <ATen/ops/sin.h>

#include "plumb/engine/torch/form.h"

namespace plumb::aten {
namespace {

[[maybe_unused]] const bool sin_form = add_form("sin", unary<at::sin>);

}  // namespace
}  // namespace plumb::aten
