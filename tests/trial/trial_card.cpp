// A form in which trained models leave.
#include "plumb/deploy/export_target.h"

namespace plumb {
namespace {

/// A line of text: what the model reads and what it answers.
struct TrialCard {
  std::string path = {};

  static constexpr auto name = "trial_card";
  static constexpr auto summary = "A line of text about a model.";
  static constexpr auto shorthand = "path";
  static constexpr auto ending = ".card";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "Where the file goes; nothing: into the run folder.");
  }
  ExportReport export_to(const Exported& model, const Path& file) const {
    std::vector<std::string> inputs, targets;
    for (const auto& column : model.trained.schema.fields) inputs.push_back(column.name);
    for (const TrainedTarget& target : model.trained.targets) targets.push_back(target.spec.name);
    write_file(file, fmt::format("{} -> {}\n", join(inputs), join(targets)));
    return {.text = fmt::format("{} rows are answered", model.answer(model.rows).at(0).rows())};
  }
};

[[maybe_unused]] const bool registered = registry<ExportTarget>().add<TrialCard>();

}  // namespace
}  // namespace plumb
