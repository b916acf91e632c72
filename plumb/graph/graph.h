#pragma once

#include <any>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plumb/core/error.h"
#include "plumb/core/shape.h"

/// The graph: what is computed, said once for every engine, exporter and derivative.
///
///     Graph g;
///     Value x = g.input("x", {32, 4});                       // 32 rows of 4 numbers
///     Value w = g.parameter("w", {4, 2}, initial);           // a view into g.flat()
///     Value loss = reduce(square(matmul(x, w)), {.axes = {0, 1}, .mean = true});
///     Values dw = gradients(loss, {w});                      // more graph
///
/// A node is an operator applied to values, with options; a value is one result of a node, with shape and type. Adding
/// an equal node returns the one that is there. No node keeps a batch size in its options, so `with_rows` infers the
/// shapes of the same graph for another number of rows.
namespace plumb {

class Graph;
struct Node;
struct Operator;

/// A handle on one result of a node: cheap to copy, valid as long as its graph.
class Value {
 public:
  Value() = default;
  Value(Graph* graph, int id, int index = 0) : graph_(graph), id_(id), index_(index) {}
  explicit operator bool() const { return graph_ != nullptr; }
  bool operator==(const Value&) const = default;
  bool operator<(const Value& other) const { return std::pair(id_, index_) < std::pair(other.id_, other.index_); }

  int id() const { return id_; }        // of the node
  int index() const { return index_; }  // which of its results
  Graph& graph() const { return *graph_; }
  const Node& node() const;
  const Shape& shape() const;
  Type type() const;
  int64_t dim(int axis) const;  // negative axes count from the end
  int rank() const { return static_cast<int>(shape().size()); }

 private:
  Graph* graph_ = nullptr;
  int id_ = -1;
  int index_ = 0;
};
using Values = std::vector<Value>;

/// The options of one use of an operator: any struct that lists its members in `fields`.
///
///     struct Window { int64_t size = 1; void fields(auto f) const { f("size", size); } };
///
/// The list serves comparison and printing. Numbers print with all their digits: two that differ never read the same.
class Options {
 public:
  Options() = default;
  template <class T>
  requires requires(const T& value) {
    value.fields([](auto, auto&&) {});
  }
  Options(T value) : value_(value) {  // NOLINT: implicit, so that operators take their struct
    value.fields([&](const char* name, const auto& field) { text_ += fmt::format(" {}={}", name, shown(field)); });
  }
  template <class T>
  const T& as() const {
    return *std::any_cast<T>(&value_);
  }
  bool empty() const { return !value_.has_value(); }
  const std::string& text() const { return text_; }

 private:
  static std::string shown(const auto& field) {
    using Field = std::remove_cvref_t<decltype(field)>;
    if constexpr (std::is_enum_v<Field>) {
      return plumb::text(field);
    } else if constexpr (std::is_convertible_v<Field, std::string_view> || std::is_arithmetic_v<Field>) {
      return fmt::format("{}", field);
    } else {
      std::string list;
      for (const auto& item : field) list += fmt::format("{}{}", list.empty() ? "" : ",", item);
      return "[" + list + "]";
    }
  }
  std::any value_;
  std::string text_;
};

struct TensorType {
  Shape shape;
  Type type = Type::f32;
};

class OnnxForm;  // graph/onnx_form.h: how an operator writes itself as ONNX nodes

/// One operator. Primitive ones need a shape and, where they are smooth, a gradient; a composite one is also written in
/// primitives (`decompose`), and then its gradient, kernel and ONNX form are optional.
struct Operator {
  std::string name;
  Shape (*shape)(const Node&) = nullptr;                      // of the one result, or throws Error naming both shapes
  Type (*type)(const Node&) = nullptr;                        // of the one result; null: that of the first input
  std::vector<TensorType> (*results)(const Node&) = nullptr;  // instead of both, where there are several results

  Values (*gradient)(const Node&, Value dy) = nullptr;  // one per input, empty where none flows
  Values (*gradient_of_all)(const Node&,
                            const Values& dy) = nullptr;  // where there are several results; dy may be empty
  Value (*decompose)(const Node&) = nullptr;              // the definition in primitives
  void (*onnx)(const Node&, OnnxForm&) = nullptr;         // null: through decompose
  Value (*simplify)(const Node&) = nullptr;  // an equal, cheaper value, or an empty one; before it is added
  double (*number)(const Node&, const double* in) = nullptr;  // pointwise ones on single numbers: folds constants
  int64_t (*multiply_adds)(const Node&) = nullptr;            // null: none to speak of

  bool pointwise = false;  // element i of the result depends on element i of the inputs only
  bool view = false;       // the result is the input's memory under another shape
  bool source = false;     // cheap to make again in every chain that reads it (broadcasts, masks)
  int shape_only = -1;     // this input lends only its shape and is never computed for it
};

/// Registers an operator; its file calls this once.
const Operator& define(Operator op);
const Operator& find_operator(std::string_view name);
std::vector<const Operator*> all_operators();

/// Applies an operator: infers shapes (or throws Error) and adds the node, or a constant where nothing is left to
/// compute. Messages begin with the graph's scope: the layer that asked.
Value apply(const Operator& op, Values inputs, Options options = {});
Values apply_all(const Operator& op, Values inputs, Options options = {});  // all results

struct Node {
  const Operator* op = nullptr;
  Values in = {};
  Options options = {};
  std::vector<TensorType> results = {};
  Value self = {};         // result 0
  std::string scope = {};  // the layer that asked for it ("dense_1"), for messages, summary and profile

  const Shape& shape() const { return results[0].shape; }
  Type type() const { return results[0].type; }
  /// The inputs that are really read, in order; every pass uses this instead of `in`.
  Values reads() const;
};

/// Options of leaves. A batched input has the rows as dimension 0.
struct Leaf {
  std::string name;
  bool batched = false;
  void fields(auto f) const { f("name", name), f("batched", batched); }
};
struct Number {
  double value = 0;
  void fields(auto f) const { f("value", value); }
};

/// An initialiser: fills `to` for a parameter of this shape. Pure: same seed, same numbers.
using Initial = std::function<void(const Shape& shape, uint64_t seed, float* to)>;

/// A segment of the flat buffer of parameters.
struct Parameter {
  std::string name;    // "dense_1/kernel"
  Value value;         // the view into flat()
  int64_t offset = 0;  // in elements; segments begin on cache lines, gaps hold zeros
  Initial initial = {};
  bool trainable = true;
};

/// A tensor kept between runs, other than flat().
struct State {
  std::string name;
  Value value;
  float initial = 0;
};

struct Update {
  Value state, next;  // takes effect at the end of a run
};

class Graph {
 public:
  Graph() = default;
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  /// What a run is fed. A batched input has the rows as dimension 0.
  Value input(const std::string& name, Shape shape, Type type = Type::f32, bool batched = true);
  Value constant(double value, Type type = Type::f32);  // a scalar
  /// A small tensor known when the graph is traced (class weights, a table of means).
  Value table(const std::string& name, Shape shape, std::vector<float> values);
  Value parameter(const std::string& name, const Shape& shape, Initial initial, bool trainable = true);
  /// All parameters as one vector; grows until `seal`.
  Value flat();
  void seal() { sealed_ = true; }
  Value state(const std::string& name, const Shape& shape, float initial = 0, Type type = Type::f32);
  void update(Value state, Value next);

  /// Adds a node, or returns the equal one that is there.
  Value add(const Operator& op, Values in, Options options, std::vector<TensorType> results);
  const Node& node(int id) const { return nodes_[static_cast<size_t>(id)]; }
  int size() const { return static_cast<int>(nodes_.size()); }
  std::vector<Value> inputs() const;
  Value find_input(const std::string& name) const;  // empty if there is none
  const std::vector<float>& table_values(const std::string& name) const { return tables_.at(name); }

  std::vector<Parameter> parameters;
  std::vector<State> states;
  std::vector<Update> updates;
  std::string scope;  // prefix of the nodes added now; set by the layer that builds

  /// A line a node: for tests and for eyes.
  std::string text() const;

 private:
  friend struct Copier;
  std::deque<Node> nodes_;
  std::unordered_map<std::string, int> known_;
  std::map<std::string, std::vector<float>> tables_;
  bool sealed_ = false;
};

/// The derivatives of a scalar by each of `by`, as more graph; differentiable again. An input on which the loss does
/// not depend has derivative zero.
Values gradients(Value loss, const Values& by);

/// What a rebuilt graph looks like: the new graph, and where each old value went.
struct Rebuilt {
  std::unique_ptr<Graph> graph;
  std::map<Value, Value> moved;
  Value operator()(Value old) const { return moved.at(old); }
};

/// Rebuilds a graph bottom up. `replace` may return a better value for the node just copied, or an empty one.
/// With `rows` > 0 every batched input gets that many rows, and all shapes are inferred anew.
Rebuilt rebuild(const Graph& graph, int64_t rows = 0, const std::function<Value(Value)>& replace = {});

/// The nodes that `roots` need, by id.
std::vector<bool> needed(const Graph& graph, const Values& roots);

/// The same graph with every composite operator for which `keep` is false written in primitives.
Rebuilt decomposed(const Graph& graph, const std::function<bool(const Node&)>& keep = {});

/// The number of an expression that is the same constant everywhere: a constant, or one expanded.
std::optional<double> uniform_constant(Value v);

/// Multiply-adds of a node's products and convolutions, for `plumb summary` and `plumb plan`.
int64_t multiply_adds(const Node& node);

}  // namespace plumb
