#include "plumb/deploy/trained.h"

#include <algorithm>

#include "plumb/engine/weights.h"

namespace plumb {
namespace {

constexpr int64_t version = 1;  // of network.json and schema.json; raised when an older reader would misunderstand

/// What network.json holds beside the network.
struct Head {
  int64_t version = 0;
  std::string name = {};
  std::vector<std::string> missing = {}, id = {};
  std::vector<TrainedTarget> targets = {};
  TensorSpec tensors = {};
  Entry reader = {}, network = {};
  static void describe(auto& self, auto& field) {
    field("version", self.version, "Version of the format.");
    field("name", self.name, "Name of the task.");
    field("missing", self.missing, "Words that mean a missing cell.");
    field("id", self.id, "Columns carried into predictions.");
    field("targets", self.targets, "What is predicted.");
    field("reader", self.reader, "How the train rows were read.");
    field("tensors", self.tensors, "Which prepared columns go into which input.");
    field("network", self.network, "Layers and how they are joined.");
  }
};

const std::string& part(const std::map<std::string, std::string>& parts, const std::string& name,
                        const std::string& where) {
  const auto found = parts.find(name);
  require(found != parts.end(), "{}: {} is missing; is it a finished run?", where, name);
  return found->second;
}

template <class T>
T read_part(const std::map<std::string, std::string>& parts, const std::string& name, const std::string& where) {
  const std::string file = where + "/" + name;
  Problems problems;
  auto value = read_options<T>(parse_json(part(parts, name, where), file), problems);
  if (!problems.empty()) throw Error("{}: {}", file, problems.all().front().text());
  return std::move(*value);
}

}  // namespace

std::map<std::string, ColumnType> Trained::types() const {
  std::map<std::string, ColumnType> types;
  for (const Schema::Field& field : schema.fields) types[field.name] = field.type;
  return types;
}

std::map<std::string, std::string> parts_without_weights(const Trained& trained) {
  const Head head{version,         trained.name,    trained.missing, trained.id,
                  trained.targets, trained.tensors, trained.reader,  trained.network.write()};
  return {{"schema.json", to_json(write_options(trained.schema)) + "\n"},
          {"prepare.json", to_json(trained.prepare.save()) + "\n"},
          {"network.json", to_json(write_options(head)) + "\n"}};
}

std::map<std::string, std::string> parts_of(const Trained& trained) {
  auto parts = parts_without_weights(trained);
  const TracedNetwork traced = trace(trained.network);
  parts.emplace("weights.safetensors", to_safetensors(weights_of(*traced.graph, *trained.states)));
  return parts;
}

Trained trained_from(const std::map<std::string, std::string>& parts, const std::string& where) {
  Head head = read_part<Head>(parts, "network.json", where);
  require(head.version == version,
          "{}: written in format {}, and this plumb reads format {}; use the plumb that wrote it", where, head.version,
          version);
  Trained trained{.name = head.name, .missing = head.missing, .id = head.id, .reader = head.reader};
  trained.schema = read_part<Schema>(parts, "schema.json", where);
  trained.prepare = FittedPipeline::load(parse_json(part(parts, "prepare.json", where), where + "/prepare.json"));
  trained.tensors = std::move(head.tensors);
  trained.targets = std::move(head.targets);
  trained.network = Network::read(head.network);
  for (const TrainedTarget& target : trained.targets)
    require(std::any_of(trained.network.outputs.begin(), trained.network.outputs.end(),
                        [&](const auto& output) { return output.name == target.spec.name; }),
            "{}/network.json: the network has no output for the target \"{}\"; the file is damaged", where,
            target.spec.name);
  const std::string file = where + "/weights.safetensors";
  const Safetensors weights = parse_safetensors(part(parts, "weights.safetensors", where), file);
  trained.states = std::make_shared<States>();
  const TracedNetwork traced = trace(trained.network);
  set_weights(*traced.graph, weights.tensors, *trained.states, file);
  return trained;
}

size_t Answer::best(size_t row) const {
  if (threshold && width() == 2) return values[row * 2 + 1] >= *threshold ? 1 : 0;
  return target.called(std::span(values).subspan(row * width(), width()));
}

Answer answer_from(const TrainedTarget& target, const std::vector<float>& output, size_t rows) {
  Answer answer{.target = target.spec, .threshold = target.threshold, .anomaly = target.anomaly.has_value()};
  answer.values.reserve(rows * answer.width());
  if (target.spec.is_number()) {
    for (const float y : output) answer.values.push_back(original(target, static_cast<double>(y)));
  } else if (target.spec.is_class() && output.size() == rows && target.spec.labels.size() == 2) {
    for (const float p : output) {
      answer.values.push_back(1 - static_cast<double>(p));
      answer.values.push_back(p);
    }
  } else {
    answer.values.assign(output.begin(), output.end());
  }
  if (answer.values.size() != rows * answer.width())
    throw Error("target \"{}\" has {} {}, but the network gives {} numbers a row; the last layer needs {} units",
                target.spec.name, answer.width(), target.spec.is_number() ? "numbers" : "labels",
                rows == 0 ? 0 : output.size() / rows, answer.width());
  if (target.spec.is_class()) target.calibration.apply(answer.values, answer.width());
  return answer;
}

}  // namespace plumb
