#include "plumb/engine/channels_first.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "plumb/graph/operators.h"

namespace plumb {
namespace {

using Order = std::vector<int64_t>;

/// Whether a convolution made it, and nothing since that PyTorch would do with the channels last.
bool is_made_by_convolution(Value x) {
  const std::string& made_by = x.node().op->name;
  if (made_by == "conv2d") return true;
  static const std::set<std::string> channels_last{"matmul", "lstm", "gru", "simple_rnn", "attention", "gather"};
  if (channels_last.contains(made_by)) return false;
  const Values& in = x.node().in;
  return std::any_of(in.begin(), in.end(), [](Value v) { return v.rank() >= 3 && is_made_by_convolution(v); });
}

/// Of [places …, channels] as one axis: where each number lies in [channels, places …].
Order of_flattened(const Shape& shape) {
  const int64_t channels = shape.back(), places = count(shape) / count({shape[0], channels});
  Order order;
  for (int64_t place = 0; place < places; ++place)
    for (int64_t channel = 0; channel < channels; ++channel) order.push_back(channel * places + place);
  return order;
}

bool is_flatten(const Node& node) {
  if (node.op->name != "merge_dims" || node.shape().size() != 2 || node.options.as<MergeDims>().first != 1)
    return false;
  return node.in[0].rank() == 4 || (node.in[0].rank() == 3 && is_made_by_convolution(node.in[0]));
}

/// Orders by node: those that flattened, and what becomes of them number by number.
class Orders {
 public:
  void note(const Node& node) {
    const int id = node.self.id();
    if (is_flatten(node))
      known_[id] = of_flattened(node.in[0].shape());
    else if (node.op->name == "concatenate" && node.shape().size() == 2)
      note_joined(node);
    else if (const Order* before = of(node.in); before && node.op->name == "matmul")
      read_by[node.scope] = *before;
    else if (before && node.shape().size() == 2 && node.shape()[1] == static_cast<int64_t>(before->size()))
      known_[id] = read_by[node.scope] = *before;
  }
  std::map<std::string, Order> read_by;

 private:
  const Order* of(const Values& in) const {
    for (const Value v : in)
      if (const auto found = known_.find(v.id()); found != known_.end()) return &found->second;
    return nullptr;
  }
  void note_joined(const Node& node) {
    if (!of(node.in)) return;
    Order& joined = known_[node.self.id()];
    for (const Value v : node.in) {
      const auto begins = static_cast<int64_t>(joined.size());
      const auto found = known_.find(v.id());
      Order part = found == known_.end() ? Order(static_cast<size_t>(v.dim(1))) : found->second;
      if (found == known_.end()) std::iota(part.begin(), part.end(), 0);
      for (const int64_t at : part) joined.push_back(begins + at);
    }
  }
  std::map<int, Order> known_;
};

}  // namespace

std::map<std::string, std::vector<int64_t>> channels_first_orders(const Graph& graph) {
  Orders orders;
  for (int id = 0; id < graph.size(); ++id) orders.note(graph.node(id));
  return std::move(orders.read_by);
}

}  // namespace plumb
