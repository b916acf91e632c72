#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plumb/graph/graph.h"
#include "plumb/model/constraint.h"
#include "plumb/model/initializer.h"
#include "plumb/model/regularizer.h"

namespace plumb {

/// Where a network is traced: its graph, whether it is trained, and the layer that is being built. Tracing the same
/// layers for training and for inference gives the same names, so both use the same stored tensors.
class Scope {
 public:
  explicit Scope(Graph& in, bool trains = false, uint32_t seeded = 0)
      : graph(in), training(trains), seed(seeded), has_loss_(trains) {}
  Graph& graph;
  bool training = false;
  uint32_t seed = 0;

  /// A parameter of the current layer: "dense_1/kernel". A constraint of its own comes before that of the layer.
  Value parameter(const std::string& name, const Shape& shape, const Initializer& initializer,
                  const std::optional<Regularizer>& regularizer = {}, const std::optional<Constraint>& constraint = {},
                  bool trainable = true);
  /// A parameter that begins as another one makes it: `initial` is given the network's seed, as the other's is.
  Value parameter_beside(const std::string& name, const Shape& shape, const Initial& initial);
  /// A tensor of the current layer that is kept between runs but not trained, and its next value (training only).
  Value state(const std::string& name, const Shape& shape, float initial = 0);
  void update(Value state, Value next);
  /// The number of the training step, a scalar s32 counted by the loop; random operators draw by it.
  Value step();
  /// Numbers the random operators of a network, in the order of tracing.
  uint32_t stream() { return streams_++; }
  /// How many steps of each row count in a sequence [rows, time, …], the others being padding behind them: s32 [rows].
  /// Empty: all of them. `Layer::build` passes lengths on wherever the result still has the same time axis (and at
  /// least [rows, time, n]); a layer that shortens or mixes time sets its own, or {} for none.
  Value lengths_of(Value sequence) const;
  void set_lengths(Value sequence, Value lengths) { lengths_[sequence] = lengths; }
  void pass_lengths(const Values& inputs, Value result);
  /// How many different codes an input of codes has; 0: not known.
  int64_t codes_of(Value codes) const;
  void set_codes(Value codes, int64_t count) { codes_[codes] = count; }
  /// Edges of the bins of each number of an input [rows, n]; empty: not known.
  std::vector<std::vector<double>> edges_of(Value numbers) const;
  void set_edges(Value numbers, std::vector<std::vector<double>> edges) { edges_[numbers] = std::move(edges); }
  /// Added to the loss (regularizers; auxiliary losses of a layer).
  void penalise(Value scalar) { penalties.push_back(scalar); }
  Values penalties = {};
  /// Sums over the rows of a batch that are added to the loss as the losses of rows are: as their mean.
  void penalise_rows(Value sum) { row_penalties.push_back(sum); }
  Values row_penalties = {};
  /// Whether there is a loss to add to. A frozen layer is not trained, but what it leaves may be penalised.
  bool has_loss() const { return has_loss_; }

  /// What a layer around others makes of the kernels (parameters of more than one axis) that they ask for, from their
  /// name in their layer, value and beginning; empty: they are taken as they are. See layers/reparametrised.h.
  std::function<Value(const std::string& name, Value kernel, const Initial& initial)> reparametrise = {};

  /// How the parameters learn, by name: factors on the learning rate other than 1 (0: they stay), and what they are
  /// brought back to after a step.
  std::map<std::string, double> rate_factors = {};
  std::map<std::string, Constraint> constraints = {};
  /// Reads parameters here instead of in the graph's own flat buffer: the same network at other weights.
  Value flat = {};
  /// Whether layers keep new statistics.
  bool updates = true;

  /// What the layers opened now are told of learning; closed on destruction. Factors multiply, a frozen block freezes
  /// what lies in it.
  class Learning {
   public:
    Learning(Scope& scope, bool trainable, double rate_factor, const std::optional<Constraint>& constraint);
    ~Learning();
    Learning(const Learning&) = delete;
    Learning& operator=(const Learning&) = delete;

   private:
    Scope& scope_;
    bool training_;
    double rate_factor_;
    std::optional<Constraint> constraint_;
  };

  /// Opens the naming scope of a layer: "dense", "dense_1", …; inside a block "residual/conv2d". Closed on destruction.
  class Layer {
   public:
    Layer(Scope& scope, std::string_view kind);
    ~Layer();
    Layer(const Layer&) = delete;
    Layer& operator=(const Layer&) = delete;
    const std::string& name() const { return name_; }

   private:
    Scope& scope_;
    std::string outer_, name_;
  };

 private:
  friend class Layer;
  Value place(const std::string& name, const Shape& shape, const Initial& initial, bool trainable);
  bool has_loss_ = false;
  std::string path_;
  std::map<std::string, int> used_;
  uint32_t streams_ = 0;
  double rate_factor_ = 1;
  std::optional<Constraint> constraint_;
  std::map<Value, Value> lengths_;
  std::map<Value, int64_t> codes_;
  std::map<Value, std::vector<std::vector<double>>> edges_;
};

}  // namespace plumb
