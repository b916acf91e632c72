// The time of one answer of a network: a plan without the backward half, from bound rows to the output's numbers.
//
//     infer cnn 1 --rows 1
//
// With --write FILE, FILE gets the weights, the rows and our answer, and FILE.onnx the network for others to run.
#include <chrono>
#include <cstring>
#include <iostream>

#include "bench/support/arguments.h"
#include "bench/support/contestant.h"
#include "bench/support/example.h"
#include "bench/support/network.h"
#include "bench/support/work.h"
#include "plumb/engine/frozen.h"
#include "plumb/engine/weights.h"
#include "plumb/graph/lazy_rows.h"
#include "plumb/onnx/graph_writer.h"
#include "plumb/onnx/simplify.h"

using namespace plumb;
using namespace plumb::bench;

namespace {

void write_onnx(const Path& file, const Network& network, const TracedNetwork& traced, States& states) {
  onnx::Model model;
  std::map<std::string, std::string> fed;
  for (const InputSpec& spec : network.inputs) {
    Shape shape = spec.shape;
    shape.insert(shape.begin(), -1);
    model.inputs.push_back({.name = spec.name,
                            .element = spec.type == Type::s32 ? onnx::Element::s32 : onnx::Element::f32,
                            .shape = shape});
    fed[spec.name] = spec.name;
  }
  const auto stored = weights_of(*traced.graph, states);
  const auto find = [&](const std::string& name) {
    const auto bytes = stored.at(name).bytes;
    return std::span(reinterpret_cast<const float*>(bytes.data()), bytes.size() / sizeof(float));
  };
  const onnx::Weights weights{.parameter = [&](const Parameter& p) { return find(p.name); },
                              .state = [&](const State& s) { return find(s.name); }};
  const Value output = traced.outputs.at("target");
  const auto written = onnx::write_graph(*traced.graph, {output}, fed, weights, model);
  model.expose("target", written[0], onnx::Element::f32, {-1, output.dim(1)});
  onnx::simplify(model);
  write_file(file, onnx::write(model));
}

bool takes_rows(const Node& node) { return node.op->name == "gather" || is_lazy_gather(node); }

void run(const Arguments& arguments) {
  const BenchNetwork& kind = find_network(arguments.network);
  const Network network = kind.make(false);
  const int64_t rows = arguments.rows > 0 ? arguments.rows : 1;
  const TracedNetwork traced = trace(network);
  States states;
  initialise(*traced.graph, states, 3);
  const Value output = traced.outputs.at("target");
  const Example example(network, rows, kind.classes);
  const auto start = std::chrono::steady_clock::now();
  const auto plan = make_executor(arguments.device, *traced.graph, {output}, rows, states, arguments.engine);
  freeze(*plan);
  for (const TensorRows& input : example.inputs) plan->bind(traced.inputs.at(input.name), input.row(0));
  std::vector<float> answer(static_cast<size_t>(rows * kind.classes));
  const auto step = [&] {
    plan->run();
    std::memcpy(answer.data(), plan->data(output), answer.size() * sizeof(float));
  };
  step();  // a frozen plan turns its weights into the layouts that its kernels read
  const std::chrono::duration<double> planned = std::chrono::steady_clock::now() - start;
  for (int i = 0; i < 4; ++i) step();
  if (!arguments.write.empty()) {
    write_example(arguments.write, example, *traced.graph, states, {{"target", answer}});
    write_onnx(arguments.write + ".onnx", network, traced, states);
  }
  Entry facts = Entry::map();
  facts.set("network", Entry::text(kind.name));
  facts.set("device", Entry::text(arguments.device));
  facts.set("rows", Entry::number(rows));
  facts.set("multiply_adds", Entry::number(multiply_adds(*traced.graph, {output}, rows)));
  facts.set("read_weights", Entry::number(touched_weights(*traced.graph, rows, takes_rows)));
  facts.set("prepare_ms", Entry::number(planned.count() * 1e3));
  Entry outputs = Entry::list();  // the first ones, for peers to agree with
  for (size_t i = 0; i < std::min<size_t>(answer.size(), 1000); ++i)
    outputs.push(Entry::number(static_cast<double>(answer[i])));
  facts.set("outputs", outputs);
  if (arguments.serve) {
    serve(facts, step);
  } else {
    say(facts);
    say(measure(step, arguments.seconds));
  }
  if (arguments.engine.profile) std::cout << plan->text();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(read_arguments(argc, argv));
  } catch (const Error& error) {
    std::cerr << "error: " << error.what() << '\n';
    return error.exit_code();
  }
}
