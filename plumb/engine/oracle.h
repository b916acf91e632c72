#pragma once

#include <map>
#include <vector>

#include "plumb/graph/graph.h"

namespace plumb {

/// A tensor of numbers as tests see it, row major; integers and truth values are numbers too.
struct Numbers {
  Shape shape = {};
  std::vector<double> values = {};
};

/// What leaves hold: every input, and the states (the flat buffer of parameters among them) that are not 0.
using Feeds = std::map<Value, Numbers>;

/// Reference values of a graph, in float64, by libtorch; derivatives by libtorch's own autograd of the forward graph.
/// So it shares with the engine nothing but the graph, and with symbolic gradients nothing but the forward operators.
///
///     Numbers dw = oracle().gradients(graph, loss, {w}, feeds)[0];
///
/// `native` takes libtorch's own form of composite operators (softmax, …); otherwise they run as they are decomposed.
class Oracle {
 public:
  virtual ~Oracle() = default;
  virtual std::vector<Numbers> evaluate(const Graph& graph, const Values& outputs, const Feeds& feeds,
                                        bool native = true) = 0;
  /// Of a scalar by any values, leaves or not; zeros where the scalar does not depend on one.
  virtual std::vector<Numbers> gradients(const Graph& graph, Value scalar, const Values& by, const Feeds& feeds) = 0;
  /// The derivatives by `by` of the sum of its gradients' products with `along`: a product with the Hessian.
  virtual std::vector<Numbers> second_gradients(const Graph& graph, Value scalar, const Values& by,
                                                const std::vector<Numbers>& along, const Feeds& feeds) = 0;
};

/// Loads the plug-in if need be; an Error where there is none.
Oracle& oracle();
/// The plug-in calls this when it is loaded.
bool set_oracle(Oracle* oracle);

}  // namespace plumb
