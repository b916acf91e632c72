// What every registered operator must hold, whoever wrote it: it refuses wrong shapes with both in the message, its
// symbolic gradient is the derivative that libtorch's autograd finds of the forward graph in float64 (and again of the
// gradient), the engine gives what libtorch gives, and fusion changes nothing. Layers, components and ONNX: contract/.

#include <algorithm>

#include "plumb/graph/operators.h"
#include "tests/contract/run.h"
#include "tests/contract/sample.h"

namespace plumb::contract {
namespace {

std::vector<std::string> operators() {
  std::vector<std::string> names;
  for (const Operator* op : all_operators())
    if (op->shape || op->results) names.push_back(op->name);  // leaves have neither
  return names;
}

class EveryOperator : public OracleTest {
 protected:
  /// Runs a check on each sample of the operator.
  template <class Check>
  void each(Check check) {
    for (const Sample& sample : samples_of(GetParam())) {
      SCOPED_TRACE(sample.op + ": " + sample.says);
      try {
        check(sample);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    }
  }
};
class EveryOperatorsShapes : public EveryOperator {
  void SetUp() override {}  // no oracle
};

const Node* find_node(const Graph& graph, const std::string& op) {
  for (int id = 0; id < graph.size(); ++id)
    if (graph.node(id).op->name == op) return &graph.node(id);
  return nullptr;
}

TEST_P(EveryOperatorsShapes, HasSamples) {
  ASSERT_FALSE(samples_of(GetParam()).empty())
      << "operator " << GetParam() << " has no sample; write tests/contract/operators/" << GetParam() << ".cpp";
  each([](const Sample& sample) {
    const Case c(sample, 7);
    EXPECT_TRUE(find_node(*c.graph, sample.op)) << "the sample does not use the operator";
  });
}

std::vector<Shape> wrong_shapes(const Shape& right) {
  std::vector<Shape> wrong;
  for (size_t axis = 0; axis < right.size(); ++axis) {
    wrong.push_back(right);
    wrong.back()[axis] += 1;
  }
  wrong.push_back(right);
  wrong.back().push_back(2);
  if (!right.empty()) wrong.emplace_back(right.begin() + 1, right.end());
  return wrong;
}

// Puts an input of another shape in each place. The operator takes it or refuses it. A refusal names the operator and
// the shape that is wrong; an operator of several tensors refuses at least one pair of them, naming both.
TEST_P(EveryOperatorsShapes, WrongShapesAreRefusedByName) {
  int64_t tensors = 0, most_named = 0;
  each([&](const Sample& sample) {
    const Case c(sample, 7);
    const Node* found = find_node(*c.graph, sample.op);
    if (!found) return;
    const Node node = *found;
    tensors = std::max(tensors, static_cast<int64_t>(node.reads().size()));
    for (size_t k = 0; k < node.in.size(); ++k)
      for (const Shape& shape : wrong_shapes(node.in[k].shape())) {
        Values in = node.in;
        in[k] = c.graph->input("wrong " + std::to_string(k) + text(shape), shape, node.in[k].type(), false);
        try {
          apply_all(*node.op, in, node.options);
        } catch (const Error& error) {
          const std::string message = error.what();
          const int64_t named = std::count(message.begin(), message.end(), '[');
          most_named = std::max(most_named, named);
          EXPECT_NE(message.find(sample.op), std::string::npos) << message;
          EXPECT_GE(named, 1) << message;
        }
      }
  });
  EXPECT_TRUE(tensors < 2 || most_named >= 2) << "no shape is refused beside another";
}

TEST_P(EveryOperator, EngineEqualsOracle) {
  each([](const Sample& sample) {
    const Case c(sample, 7);
    for (const int64_t rows : {1, 7}) {
      SCOPED_TRACE(std::to_string(rows) + " rows");
      const Feeds feeds = drawn(c.inputs, rows);
      const Numbers expected = reference(*c.graph, {c.result}, rows, feeds)[0];
      for (const auto& [says, settings] : ways()) {
        SCOPED_TRACE(says);
        States states;
        EXPECT_TRUE(near(run(*c.graph, {c.result}, rows, feeds, states, settings)[0], expected, float32_tolerance));
      }
    }
  });
}

TEST_P(EveryOperator, DefinitionEqualsLibtorchsOwnForm) {
  each([](const Sample& sample) {
    const Case c(sample, 7);
    if (!find_operator(sample.op).decompose) return;
    const Feeds feeds = drawn(c.inputs, 7);
    EXPECT_TRUE(near(reference(*c.graph, {c.result}, 7, feeds, false)[0],
                     reference(*c.graph, {c.result}, 7, feeds, true)[0], float64_tolerance));
  });
}

/// The derivatives of a weighed sum of a sample's result by its inputs.
struct Derivatives {
  Derivatives(const Sample& sample, int64_t rows) : of(sample, rows), by(of.inputs.floats()) {
    if (of.result.type() != Type::f32) return;
    loss = weighed_sum(of.result, "weights", has_rows(of.result));
    feeds = drawn(of.inputs, rows);
    feeds[of.graph->find_input("weights")] = weights(of.result.shape());
    symbolic = gradients(loss, by);
  }
  Case of;
  Values by;
  Value loss = {};
  Values symbolic = {};
  Feeds feeds = {};
};

TEST_P(EveryOperator, GradientsEqualAutograd) {
  each([](const Sample& sample) {
    for (const int64_t rows : {1, 7}) {
      SCOPED_TRACE(std::to_string(rows) + " rows");
      const Derivatives d(sample, rows);
      if (d.symbolic.empty()) return;
      const auto expected = oracle().gradients(*d.of.graph, d.loss, d.by, d.feeds);
      const auto got = oracle().evaluate(*d.of.graph, d.symbolic, d.feeds);
      for (size_t k = 0; k < d.by.size(); ++k)
        EXPECT_TRUE(near(got[k], expected[k], float64_tolerance)) << "by input " << k;
    }
  });
}

TEST_P(EveryOperator, EngineEqualsOracleInGradients) {
  each([](const Sample& sample) {
    const Derivatives d(sample, 7);
    if (d.symbolic.empty()) return;
    const auto expected = reference(*d.of.graph, d.symbolic, 7, d.feeds);
    for (const auto& [says, settings] : ways()) {
      // The weights of a result that is no batch of rows cannot be cut into shards.
      if (settings.shards > 1 && !has_rows(d.of.result) && d.of.result.rank() > 0) continue;
      SCOPED_TRACE(says);
      States states;
      const auto got = run(*d.of.graph, d.symbolic, 7, d.feeds, states, settings);
      for (size_t k = 0; k < d.by.size(); ++k)
        EXPECT_TRUE(near(got[k], expected[k], float32_tolerance)) << "by input " << k;
    }
  });
}

TEST_P(EveryOperator, SecondGradientsEqualAutograd) {
  each([](const Sample& sample) {
    const Case c(sample, 3);
    if (c.result.type() != Type::f32) return;
    const Values by = c.inputs.floats();
    if (by.empty()) return;
    // The square makes the second derivatives of bilinear operators more than constants.
    const Value loss = weighed_sum(square(c.result), "weights");
    Feeds feeds = drawn(c.inputs, 3);
    feeds[c.graph->find_input("weights")] = weights(c.result.shape());
    const Values first = gradients(loss, by);
    std::vector<Numbers> along;
    Value product;
    for (size_t k = 0; k < by.size(); ++k) {
      const std::string name = "along" + std::to_string(k);
      const Value term = weighed_sum(first[k], name);
      along.push_back(weights(by[k].shape()));
      feeds[c.graph->find_input(name)] = along.back();
      product = product ? product + term : term;
    }
    const Values second = gradients(product, by);
    const auto expected = oracle().second_gradients(*c.graph, loss, by, along, feeds);
    const auto got = oracle().evaluate(*c.graph, second, feeds);
    for (size_t k = 0; k < by.size(); ++k)
      EXPECT_TRUE(near(got[k], expected[k], float64_tolerance)) << "by input " << k;
  });
}

const auto by_name = [](const auto& info) { return info.param; };
INSTANTIATE_TEST_SUITE_P(Contract, EveryOperatorsShapes, ::testing::ValuesIn(operators()), by_name);
INSTANTIATE_TEST_SUITE_P(Contract, EveryOperator, ::testing::ValuesIn(operators()), by_name);

}  // namespace
}  // namespace plumb::contract
