#include "plumb/task/fold_store.h"

#include <cstring>

#include "plumb/core/describe.h"
#include "plumb/core/safetensors.h"

namespace plumb {
namespace {

/// The words beside the numbers, one a target.
struct FoldTarget {
  std::string target = {};
  std::vector<std::string> labels = {};
  static void describe(auto& self, auto& field) {
    field("target", self.target, "Its name.");
    field("labels", self.labels, "Its classes.");
  }
};
struct Fold {
  std::vector<FoldTarget> targets = {};
  static void describe(auto& self, auto& field) { field("targets", self.targets, "In order."); }
};

/// The lists of numbers of one target, by name.
void each_list(auto& predictions, auto use) {
  use("classes", Type::s32, predictions.classes);
  use("probabilities", Type::f64, predictions.probabilities);
  use("numbers", Type::f64, predictions.numbers);
  use("predicted", Type::f64, predictions.predicted);
  use("weights", Type::f64, predictions.weights);
  use("called", Type::s32, predictions.called);
  use("members", Type::u8, predictions.members);
  use("quantiles", Type::f64, predictions.quantiles);
  use("at_quantiles", Type::f64, predictions.at_quantiles);
}

}  // namespace

void save_fold(const Path& file, const std::vector<Predictions>& of_fold) {
  Fold fold;
  std::map<std::string, TensorBytes> tensors;
  for (size_t i = 0; i < of_fold.size(); ++i) {
    fold.targets.push_back({.target = of_fold[i].target, .labels = of_fold[i].labels});
    each_list(of_fold[i], [&](const char* name, Type type, const auto& list) {
      tensors[fmt::format("{}/{}", i, name)] = {
          .shape = {static_cast<int64_t>(list.size())}, .type = type, .bytes = std::as_bytes(std::span(list))};
    });
  }
  write_safetensors(file, tensors, {{"plumb_fold", to_json(write_options(fold), -1)}});
}

std::vector<Predictions> load_fold(const Path& file) {
  const Safetensors saved = read_safetensors(file);
  Problems problems;
  const auto text = saved.metadata.find("plumb_fold");
  require(text != saved.metadata.end(), "{}: is no finished fold; delete it to do the fold again", file.string());
  const auto fold = read_options<Fold>(parse_json(text->second, file.string()), problems);
  problems.raise();
  std::vector<Predictions> of_fold;
  for (size_t i = 0; i < fold->targets.size(); ++i) {
    Predictions& one =
        of_fold.emplace_back(Predictions{.target = fold->targets[i].target, .labels = fold->targets[i].labels});
    each_list(one, [&](const char* name, Type type, auto& list) {
      const auto found = saved.tensors.find(fmt::format("{}/{}", i, name));
      require(found != saved.tensors.end() && found->second.type == type,
              "{}: lacks \"{}\"; delete it to do the fold again", file.string(), name);
      const auto bytes = found->second.bytes;
      list.resize(bytes.size() / sizeof list[0]);
      if (!bytes.empty()) std::memcpy(list.data(), bytes.data(), bytes.size());
    });
  }
  return of_fold;
}

}  // namespace plumb
