#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "plumb/model/layer.h"

namespace plumb {

/// What a network is fed under one name, a row at a time: numbers [n], pixels [height, width, channels], codes, or
/// sequences of numbers [time, n] or of codes [time]. Sequences of different lengths are padded behind their end:
///
///     input({.name = "review", .shape = {100}, .type = Type::s32, .codes = 5000, .lengths = "review/lengths"})
///
/// adds the input of lengths by itself. Layers find them through the scope (`Scope::lengths_of`).
struct InputSpec {
  std::string name = {};
  Shape shape = {};                // of one row; {} for one number or one code
  Type type = Type::f32;           // f32; u8 for pixels; s32 for codes of categories or words
  std::vector<double> scale = {};  // u8 only: x becomes scale * x + shift; one number, or one a channel
  std::vector<double> shift = {};
  int64_t codes = 0;         // s32 only: how many different ones there are
  std::string lengths = {};  // of sequences [time, …] that are padded: the name of the s32 input with their lengths
  std::vector<std::vector<double>> edges = {};  // of numbers [n]: edges of the bins of each, for layers that embed it

  static void describe(auto& self, auto& field) {
    field("name", self.name, "Name under which rows are fed.");
    field("shape", self.shape, "Shape of one row.");
    field("type", self.type, "Type of the elements that are fed.");
    field("scale", self.scale, "Factor on pixels, one or one a channel.");
    field("shift", self.shift, "Added to scaled pixels, one or one a channel.");
    field("codes", self.codes, "Number of different codes.");
    field("lengths", self.lengths, "The input that says how many steps of each row count; the others are padding.");
    field("edges", self.edges, "Edges of the bins of each number, ascending; none: no bins.");
  }
};

/// A point in a network that is being written down in C++. Inputs are named as the columns are that they take, or
/// "table" for all numbers that are not named; outputs as the targets.
///
///     Symbol scan = input("scan", {28, 28, 1}), age = input("age", {1}), city = input("city", {}, Type::s32);
///     Symbol image = scan | Conv2D{32, {3, 3}, relu} | Flatten{};
///     Symbol home = city | Embedding{.output_dim = 4};
///     Symbol all = Symbols{image, age, home} | Concatenate{} | Dense{64, relu};
///     Model model(Network({{"sick", all | Dense{1, sigmoid}}}));
class Symbol {
 public:
  Symbol() = default;

 private:
  friend class Network;
  friend Symbol input(const InputSpec& spec);
  friend Symbol operator|(const std::vector<Symbol>& from, const Layer& layer);
  struct Point;
  explicit Symbol(std::shared_ptr<const Point> point) : point_(std::move(point)) {}
  std::shared_ptr<const Point> point_;
};
using Symbols = std::vector<Symbol>;
Symbol input(const InputSpec& spec);
Symbol input(const std::string& name, const Shape& shape, Type type = Type::f32);
Symbol operator|(const Symbols& from, const Layer& layer);
Symbol operator|(const Symbol& from, const Layer& layer);

/// Layers between named inputs and named outputs: a value that writes itself down and is read back (bundle).
class Network {
 public:
  struct Point {
    Layer layer;
    std::vector<int> from = {};  // inputs count from 0, points go on from there
  };
  struct Output {
    std::string name;
    int from = 0;
  };

  Network() = default;
  /// Outputs by name, in order; inputs are found by going back, in the order in which they are met.
  explicit Network(const std::vector<std::pair<std::string, Symbol>>& outputs);
  /// The layers one after the other.
  Network(const InputSpec& from, const Layers& layers, const std::string& output = "output");

  int add(const Layer& layer, std::vector<int> from);  // returns where the result is
  int add(const InputSpec& input);                     // and its lengths, if it has them; before the first layer

  /// Adds the network to the scope's graph; `fed` are inputs by name as the specs say, outputs by name come back.
  std::map<std::string, Value> build(Scope& scope, const std::map<std::string, Value>& fed) const;

  Entry write() const;
  static Network read(const Entry& written);

  std::vector<InputSpec> inputs = {};
  std::vector<Point> points = {};
  std::vector<Output> outputs = {};
};

/// A network as a graph: what an engine plans, an exporter walks, a summary counts.
struct TracedNetwork {
  std::unique_ptr<Graph> graph;
  std::unique_ptr<Scope> scope;
  std::map<std::string, Value> inputs = {};   // as they are fed (u8, s32 or f32), by name
  std::map<std::string, Value> outputs = {};  // by name
};
TracedNetwork trace(const Network& network, bool training = false, int64_t rows = 2, uint32_t seed = 0);

}  // namespace plumb
