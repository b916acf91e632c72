#include "plumb/graph/operators/rules.h"

/// pack and unpack: tensors as parts of one flat buffer, each beginning on a cache line.
namespace plumb {
namespace {

const Part& part(const Node& n) { return n.options.as<Part>(); }

const Operator& unpack_op = define({
    .name = "unpack",
    .shape =
        [](const Node& n) {
          const auto& [offset, shape] = part(n);
          require(n.in[0].rank() == 1 && offset >= 0 && offset + count(shape) <= n.in[0].dim(0),
                  "unpack: {} at {} does not lie in {}", shape, offset, n.in[0].shape());
          return shape;
        },
    .gradient = [](const Node& n,
                   Value dy) { return Values{slice_grad(merge_dims(dy, 0, dy.rank()), n.in[0], 0, part(n).offset)}; },
    .view = true,
});

const Operator& pack_op = define({
    .name = "pack",  // (like, parts ...)
    .shape =
        [](const Node& n) {
          int64_t size = 0;
          for (size_t k = 1; k < n.in.size(); ++k) size += on_cache_line(count(n.in[k].shape()));
          require(n.in[0].shape() == Shape{size}, "pack: the parts fill [{}], but the buffer is {}", size,
                  n.in[0].shape());
          return n.in[0].shape();
        },
    .gradient =
        [](const Node& n, Value dy) {
          Values parts{{}};
          int64_t offset = 0;
          for (size_t k = 1; k < n.in.size(); ++k) {
            parts.push_back(unpack(dy, offset, n.in[k].shape()));
            offset += on_cache_line(count(n.in[k].shape()));
          }
          return parts;
        },
    .shape_only = 0,
});

}  // namespace

Value unpack(Value flat, int64_t offset, const Shape& shape) { return apply(unpack_op, {flat}, Part{offset, shape}); }

Value pack(const Values& parts, Value like) {
  Values in{like};
  in.insert(in.end(), parts.begin(), parts.end());
  return apply(pack_op, in);
}

}  // namespace plumb
