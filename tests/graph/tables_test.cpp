#include <gtest/gtest.h>

#include "plumb/graph/onnx_form.h"
#include "tests/graph/expression.h"

/// The tables of this folder: shapes and messages, simplifications, derivatives as formulas. And what must hold for
/// every graph in them: any number of rows, derivatives of derivatives, definitions in primitives, ONNX without a
/// batch.
namespace plumb::testing {
namespace {

/// A case traced for `rows` rows, with its derivatives by every float input, twice.
struct Traced {
  Graph graph = {};
  Value result = {};
  Values first = {}, second = {};
};

Values floats_of(const Graph& graph) {
  Values all;
  for (const Value v : graph.inputs())
    if (v.type() == Type::f32) all.push_back(v);
  return all;
}

/// Some number that depends on all of a value in a way that is not linear.
Value energy(Value v) { return reduce(square(v), {}); }

void trace(const YAML::Node& c, int64_t rows, Traced& to, bool derive) {
  add_inputs(to.graph, c["inputs"], rows);
  to.result = read_expression(to.graph, c["graph"].as<std::string>());
  if (!derive || to.result.type() != Type::f32) return;
  to.first = gradients(energy(to.result), floats_of(to.graph));
  Value sum = to.graph.constant(0);
  for (const Value d : to.first) sum = sum + energy(d);
  to.second = gradients(sum, floats_of(to.graph));
}

template <class Check>
void for_each_valid_case(Check check) {
  for (const YAML::Node& c : cases("operators.yaml")) {
    if (!c["shape"]) continue;
    SCOPED_TRACE(c["graph"].as<std::string>());
    try {
      check(c);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }
}

TEST(Operators, ShapesAndMessages) {
  for (const YAML::Node& c : cases("operators.yaml")) {
    SCOPED_TRACE(c["graph"].as<std::string>());
    Traced traced;
    try {
      trace(c, 0, traced, false);
      ASSERT_TRUE(c["shape"]) << "gave " << text(traced.result.shape()) << " instead of the message";
      EXPECT_EQ(text(traced.result.shape()), c["shape"].as<std::string>());
      EXPECT_EQ(text(traced.result.type()), c["type"].as<std::string>(text(traced.result.type())));
    } catch (const Error& error) {
      EXPECT_EQ(error.what(), c["error"].as<std::string>("(no error)"));
    }
  }
}

TEST(Operators, Simplify) {
  for (const YAML::Node& c : cases("simplify.yaml")) {
    SCOPED_TRACE(c["graph"].as<std::string>());
    Graph graph;
    graph.constant(0);  // so that there is something in graphs of constants only
    add_inputs(graph, c["inputs"]);
    EXPECT_EQ(shown(read_expression(graph, c["graph"].as<std::string>())), c["becomes"].as<std::string>());
  }
}

TEST(Operators, DerivativesAsFormulas) {
  for (const YAML::Node& c : cases("gradients.yaml")) {
    SCOPED_TRACE(c["graph"].as<std::string>());
    Graph graph;
    add_inputs(graph, c["inputs"]);
    const Value y = read_expression(graph, c["graph"].as<std::string>());
    const Value loss = reduce(y * graph.input("dy", y.shape()), {});
    for (const auto& entry : c["inputs"]) {
      const auto name = entry.first.as<std::string>();
      if (!c[name]) continue;
      std::string derivative = shown(gradients(loss, {graph.find_input(name)})[0]);
      // The sum's own derivative: one, expanded.
      const std::string seed = "multiply(expand(1, multiply(" + shown(y) + ", dy)) axes=[] mean=false, dy)";
      for (size_t at; (at = derivative.find(seed)) != std::string::npos;) derivative.replace(at, seed.size(), "dy");
      EXPECT_EQ(derivative, c[name].as<std::string>());
    }
  }
}

TEST(Operators, RebuiltForOtherRowsIsWhatTracingGives) {
  for_each_valid_case([](const YAML::Node& c) {
    Traced five, seven;
    trace(c, 5, five, true);
    trace(c, 7, seven, true);
    EXPECT_EQ(rebuild(five.graph, 7).graph->text(), seven.graph.text());
    EXPECT_EQ(rebuild(five.graph).graph->text(), five.graph.text());
  });
}

TEST(Operators, DerivativesHaveTheShapeOfWhatTheyAreBy) {
  for_each_valid_case([](const YAML::Node& c) {
    Traced traced;
    trace(c, 0, traced, true);
    for (const Values& derivatives : {traced.first, traced.second})
      for (size_t k = 0; k < derivatives.size(); ++k) {
        const Value x = floats_of(traced.graph)[k];
        EXPECT_EQ(derivatives[k].shape(), x.shape());
        EXPECT_EQ(derivatives[k].type(), x.type());
      }
  });
}

TEST(Operators, DefinitionsLeavePrimitivesOfTheSameShape) {
  for_each_valid_case([](const YAML::Node& c) {
    Traced traced;
    trace(c, 5, traced, true);
    const Rebuilt primitive = decomposed(traced.graph);
    Values roots{primitive(traced.result)};
    EXPECT_EQ(roots[0].shape(), traced.result.shape());
    for (const Value d : traced.second) roots.push_back(primitive(d));
    const std::vector<bool> live = needed(*primitive.graph, roots);
    for (int id = 0; id < primitive.graph->size(); ++id) {
      const Operator& op = *primitive.graph->node(id).op;
      EXPECT_FALSE(live[static_cast<size_t>(id)] && op.decompose) << op.name;
    }
    const Rebuilt seven = rebuild(*primitive.graph, 7);
    Traced fresh;
    trace(c, 7, fresh, false);
    EXPECT_EQ(seven(roots[0]).shape(), fresh.result.shape());
  });
}

TEST(Operators, DecomposeKeepsWhatAKernelClaims) {
  Graph graph;
  const Value y = softmax(gelu(graph.input("x", {5, 3})));
  const Rebuilt kept = decomposed(graph, [](const Node& n) { return n.op->name == "softmax"; });
  EXPECT_EQ(kept(y).node().op->name, "softmax");
  EXPECT_EQ(kept(y).node().in[0].node().op->name, "multiply");
}

/// Writes ONNX nodes as text.
class Recorder : public OnnxForm {
 public:
  std::string input(size_t i) const override { return "in" + std::to_string(i); }
  std::string op(const std::string& type, const std::vector<std::string>& inputs,
                 const std::vector<OnnxAttribute>& attributes, const std::string&) override {
    lines += type + "(";
    for (const std::string& name : inputs) lines += name + " ";
    for (const OnnxAttribute& a : attributes) lines += a.name + " ";
    lines += ")\n";
    return "v" + std::to_string(++count_);
  }
  std::string floats(const Shape& shape, const std::vector<float>&) override { return "floats" + text(shape); }
  std::string ints(const std::vector<int64_t>& values) override { return text(values); }
  std::string scalar(float value) override { return std::to_string(value); }
  void result(const std::string& name) override { lines += "= " + name + "\n"; }
  std::string lines = {};

 private:
  int count_ = 0;
};

std::string onnx_of(const Graph& graph) {
  Recorder recorder;
  for (int id = 0; id < graph.size(); ++id)
    if (graph.node(id).op->onnx) graph.node(id).op->onnx(graph.node(id), recorder);
  return recorder.lines;
}

TEST(Operators, OnnxFormsNameNoBatch) {
  for_each_valid_case([](const YAML::Node& c) {
    Traced five, seven;
    trace(c, 5, five, false);
    trace(c, 7, seven, false);
    EXPECT_EQ(onnx_of(five.graph), onnx_of(seven.graph));
  });
}

/// Constants fold, so a graph of scalars with constants for its inputs is the number itself.
double number_at(Value v, const std::vector<double>& at) {
  const Values inputs = v.graph().inputs();
  const Rebuilt primitive = decomposed(v.graph());
  const Rebuilt folded = rebuild(*primitive.graph, 0, [&](Value copied) {
    for (size_t k = 0; k < inputs.size(); ++k)
      if (copied.node().op->name == "input" &&
          copied.node().options.as<Leaf>().name == inputs[k].node().options.as<Leaf>().name)
        return copied.graph().constant(at[k]);
    return Value();
  });
  return uniform_constant(folded(primitive(v))).value();
}

TEST(Operators, PointwiseDerivativesAreDifferenceQuotients) {
  const std::string unary[] = {"relu(x)",
                               "abs(x)",
                               "exp(x)",
                               "expm1(x)",
                               "tanh(x)",
                               "sigmoid(x)",
                               "erf(x)",
                               "affine(x, scale=3, shift=1)",
                               "gelu(x)",
                               "silu(x)",
                               "softplus(x)",
                               "leaky_relu(x, slope=0.1)",
                               "sign(x)",
                               "elu(x, alpha=2)",
                               "log(multiply(x, x))",
                               "log1p(multiply(x, x))",
                               "sqrt(exp(x))"};
  const std::string binary[] = {"add(x, y)",
                                "subtract(x, y)",
                                "multiply(x, y)",
                                "divide(x, y)",
                                "maximum(x, y)",
                                "minimum(x, y)",
                                "select(positive(x), multiply(x, y), y)"};
  std::vector<std::string> all(std::begin(unary), std::end(unary));
  all.insert(all.end(), std::begin(binary), std::end(binary));
  const double h = 1e-5;
  for (const std::string& text : all)
    for (const double x : {-1.3, 0.4, 2.1}) {
      SCOPED_TRACE(text + " at " + std::to_string(x));
      Graph graph;
      const Value vx = graph.input("x", {}, Type::f32, false);
      graph.input("y", {}, Type::f32, false);
      const Value f = read_expression(graph, text), d = gradients(f, {vx})[0], dd = gradients(d, {vx})[0];
      for (const auto& [value, derivative] : {std::pair(f, d), std::pair(d, dd)}) {
        const double quotient = (number_at(value, {x + h, 0.7}) - number_at(value, {x - h, 0.7})) / (2 * h);
        EXPECT_NEAR(number_at(derivative, {x, 0.7}), quotient, 1e-7 * (1 + std::abs(quotient)));
      }
    }
}

}  // namespace
}  // namespace plumb::testing
