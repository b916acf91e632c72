#include "plumb/model/layers/bidirectional.h"

#include "plumb/graph/operators.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<Bidirectional>();

static bool goes_backwards(const Layer& layer) {
  const Entry entry = layer.write();
  const Entry* backwards = entry.at(layer.name()).find("go_backwards");
  require(backwards, "needs a recurrent layer (simple_rnn, lstm, gru), not {}", layer.name());
  return backwards->as_bool();
}

/// The same layer with fresh weights, from the other end.
static Layer turned(const Layer& layer) {
  Entry entry = layer.write();
  entry.find(layer.name())->set("go_backwards", Entry::boolean(!goes_backwards(layer)));
  return Form<Layer>::make(entry);
}

Value Bidirectional::build(Scope& scope, Value x) const {
  require(layer.has_value(), "needs a layer: `bidirectional: {{layer: {{lstm: 64}}}}`");
  const Layer other = backward_layer ? *backward_layer : turned(*layer);
  require(goes_backwards(other) != goes_backwards(*layer),
          "needs a `backward_layer` that goes the other way; write `go_backwards: true` in it");
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
