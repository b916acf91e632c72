// The four walks of batch_normalization. Its result takes along a sum with another tensor and a relu, as blocks with a
// shortcut end.
#include "plumb/engine/kernels/batch_normalization.h"

#include "plumb/engine/internal/lane.h"
#include "plumb/graph/operators.h"

namespace plumb::engine {
namespace {

struct Sizes {
  size_t rows = 0, channels;
  explicit Sizes(Value x) : channels(static_cast<size_t>(x.dim(-1))) {
    if (channels > 0) rows = static_cast<size_t>(count(x.shape())) / channels;
  }
};

float epsilon(const Node& n) { return static_cast<float>(n.options.as<Number>().value); }

void prepare_moments(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Sizes s(n.in[0]);
  const Buffer *x = lane.use(n.in[0]), *moments = lane.place(n.self);
  lane.call("channel_moments " + text(n.in[0].shape()),
            [=] { channel_moments_of(x->floats(), s.rows, s.channels, moments->floats()); });
}

// Shards have rows in proportion to their rows of the batch.
void join_shares(const Node& n, float* total, const std::vector<Share>& shares) {
  const auto channels = static_cast<size_t>(n.shape()[1]);
  std::copy_n(shares[0].data, 2 * channels, total);
  auto rows = static_cast<double>(shares[0].rows);
  for (size_t s = 1; s < shares.size(); ++s) {
    const auto more = static_cast<double>(shares[s].rows);
    join_moments(total, rows, shares[s].data, more, channels);
    rows += more;
  }
}

void prepare_normalize(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Sizes s(n.self);
  Value result = n.self, added;
  bool relu = false;
  for (const int id : group.nodes) {
    const Node& more = lane.node(id);
    if (more.op->name == "add") added = more.in[more.in[0] == n.self ? 1 : 0];
    if (more.op->name == "relu") relu = true;
    result = more.self;  // ascending
  }
  const Buffer *x = lane.use(n.in[0]), *moments = lane.use(n.in[1]), *gamma = lane.use(n.in[2]),
               *beta = lane.use(n.in[3]), *other = added ? lane.use(added) : nullptr;
  Values over{n.in[0]};
  if (added) over.push_back(added);
  const Buffer* y = lane.place(result, over);
  lane.call(fmt::format("normalize_channels{}{} {}", added ? " + add" : "", relu ? " + relu" : "", text(n.shape())),
            [=, small = epsilon(n)] {
              normalize_channels_of({.x = x->floats(),
                                     .moments = moments->floats(),
                                     .gamma = gamma->floats(),
                                     .beta = beta->floats(),
                                     .other = other ? other->floats() : nullptr,
                                     .y = y->floats(),
                                     .epsilon = small,
                                     .relu = relu},
                                    s.rows, s.channels);
            });
}

void prepare_sums(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Sizes s(n.in[0]);
  const Buffer *x = lane.use(n.in[0]), *moments = lane.use(n.in[1]), *dy = lane.use(n.in[2]), *to = lane.place(n.self);
  lane.call("normalize_channels_sums " + text(n.in[0].shape()), [=, small = epsilon(n)] {
    normalize_channels_sums_of(x->floats(), moments->floats(), dy->floats(), small, s.rows, s.channels, to->floats());
  });
}

void prepare_grad(Lane& lane, const Group& group) {
  const Node& n = lane.node(group.leader);
  const Sizes s(n.self);
  const Buffer *x = lane.use(n.in[0]), *moments = lane.use(n.in[1]), *gamma = lane.use(n.in[2]),
               *dy = lane.use(n.in[3]), *sums = lane.use(n.in[4]), *dx = lane.place(n.self, {n.in[3], n.in[0]});
  const double all = static_cast<double>(count(lane.whole_shape(n.self))) / static_cast<double>(s.channels);
  lane.call("normalize_channels_grad " + text(n.shape()), [=, small = epsilon(n)] {
    normalize_channels_grad_of({.x = x->floats(),
                                .moments = moments->floats(),
                                .gamma = gamma->floats(),
                                .dy = dy->floats(),
                                .sums = sums->floats(),
                                .dx = dx->floats(),
                                .epsilon = small,
                                .n = all},
                               s.rows, s.channels);
  });
}

// + a tensor that is there already, then relu.
std::vector<int> absorb(const Node& node, const Users& users) {
  std::vector<int> more;
  const Node* next = users.only(node);
  if (next && next->op->name == "add" && next->in[0] != next->in[1]) {
    const Value other = next->in[next->in[0] == node.self ? 1 : 0];
    if (other.shape() != node.shape() || other.node().op->source) return more;
    more.push_back(next->self.id());
    next = users.only(*next);
  }
  if (next && next->op->name == "relu") more.push_back(next->self.id());
  return more;
}

bool are(const std::vector<Rows>& in, std::initializer_list<Rows> expected) {
  return std::equal(in.begin(), in.end(), expected.begin(), expected.end());
}
constexpr Rows none = Rows::none, each = Rows::each;

[[maybe_unused]] const bool registered[] = {
    add_kernel("channel_moments", {.prepare = prepare_moments,
                                   .rows = [](const Node&, const std::vector<Rows>&) { return Rows::sum; },
                                   .join = join_shares}),
    add_kernel("normalize_channels", {.prepare = prepare_normalize,
                                      .absorb = absorb,
                                      .rows =
                                          [](const Node&, const std::vector<Rows>& in) {
                                            return are(in, {each, none, none, none}) ? Rows::each : Rows::mixed;
                                          }}),
    add_kernel("normalize_channels_sums", {.prepare = prepare_sums,
                                           .rows =
                                               [](const Node&, const std::vector<Rows>& in) {
                                                 return are(in, {each, none, each}) ? Rows::sum : Rows::mixed;
                                               }}),
    add_kernel("normalize_channels_grad",
               {.prepare = prepare_grad,
                .rows =
                    [](const Node&, const std::vector<Rows>& in) {
                      return are(in, {each, none, none, each, none}) ? Rows::each : Rows::mixed;
                    }}),
};

}  // namespace
}  // namespace plumb::engine
