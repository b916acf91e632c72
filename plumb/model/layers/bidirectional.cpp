#include "plumb/model/layers/bidirectional.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Bidirectional>();

/// The same layer with fresh weights, from the other end.
static Layer turned(const Layer& layer) {
  Entry entry = layer.write();
  Entry& options = *entry.find(layer.name());
  const Entry* backwards = options.is_map() ? options.find("go_backwards") : nullptr;
  require(backwards, "needs a recurrent layer (simple_rnn, lstm, gru), not {}", layer.name());
  options.set("go_backwards", Entry::boolean(!backwards->as_bool()));
  return registry<Layer>().make(entry);
}

Value Bidirectional::build(Scope& scope, Value x) const {
  require(layer.has_value(), "needs a layer: `bidirectional: {{layer: {{lstm: 64}}}}`");
  const Layer other = turned(*layer);
  const Value here = layer->build(scope, x), there = other.build(scope, x);
  switch (merge_mode) {
    case MergeMode::concat:
      return concatenate({here, there}, -1);
    case MergeMode::sum:
      return here + there;
    case MergeMode::mul:
      return here * there;
    case MergeMode::ave:
      return (here + there) * 0.5;
  }
  throw Bug("a way to merge that is none");
}

}  // namespace plumb
