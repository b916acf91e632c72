#include <numeric>

#include "plumb/graph/operators/rules.h"

/// one_hot: 1 at the label, else 0, along the last axis of `like`; a label that is no class gives zeros.
namespace plumb {
namespace {

const Operator& op = define({
    .name = "one_hot",  // (labels, like)
    .shape =
        [](const Node& n) {
          const Value labels = n.in[0], like = n.in[1];
          Shape rows = like.shape();
          if (!rows.empty()) rows.pop_back();
          require(like.rank() > 0 && labels.shape() == rows, "one_hot: labels {} do not fit {}, which needs {}",
                  labels.shape(), like.shape(), rows);
          require(labels.type() == Type::s32, "one_hot: labels must be s32, not {}; cast them", text(labels.type()));
          return like.shape();
        },
    .type = [](const Node& n) { return n.in[1].type(); },
    .gradient = no_gradient,
    .onnx =
        [](const Node& n, OnnxForm& form) {  // not OneHot: it counts negative labels from the end
          std::vector<int64_t> classes(static_cast<size_t>(n.in[1].dim(-1)));
          std::iota(classes.begin(), classes.end(), 0);
          const std::string labels = form.op("Unsqueeze", {onnx_cast(form, form.input(0), Type::s64), form.ints({-1})});
          form.result(onnx_cast(form, form.op("Equal", {labels, form.ints(classes)}), n.type()));
        },
    .shape_only = 1,
});

}  // namespace

Value one_hot(Value labels, Value like) { return apply(op, {labels, like}); }

}  // namespace plumb
