#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/cli/run_report.h"
#include "plumb/task/draw.h"
#include "plumb/task/use_model.h"

namespace plumb {
namespace {

struct Evaluate {
  std::string model = {};
  std::string data = {};
  std::string labels = {};
  int threads = 0;
  bool plots = false;
  bool json = false;
  static constexpr auto name = "evaluate";
  static constexpr auto summary = "Scores a run or a bundle on its test rows, or on a file.";
  static constexpr auto example = "plumb evaluate runs/adult-1 --data new.csv";
  static constexpr std::array arguments{"model"};
  static void describe(auto& self, auto& field) {
    field("model", self.model, "A run folder or a bundle.", required);
    field("data", self.data, "Rows with the target; nothing: the test rows of the task.");
    field("labels", self.labels, "Labels in a file of their own (IDX); nothing: the one beside the images.");
    field("threads", self.threads, "Threads; 0: as many as the machine offers.", at_least(0));
    field("plots", self.plots, "Draws the curves into the terminal, too.");
    field("json", self.json, "The scores as JSON.");
  }
  int run() const {
    require(labels.empty() || !data.empty(), "--labels belong to rows; say --data FILE too");
    const Evaluation evaluation = evaluate_model(model, data, threads, labels);
    Entry metrics = reports_entry(evaluation.reports, evaluation.rows);
    if (!evaluation.verdicts.empty()) metrics.set("require", verdicts_entry(evaluation.verdicts));
    if (data.empty() && std::filesystem::is_directory(model))
      write_file(Path(model) / "metrics.json", to_json(metrics) + "\n");
    fmt::print("{}", json ? to_json(metrics) + "\n" : reports_text(evaluation.reports));
    if (plots && !json) fmt::print("{}", drawn_as_text(evaluation.predictions, model));
    return judged(evaluation.verdicts);
  }
};

[[maybe_unused]] const bool registered = add_command<Evaluate>();

}  // namespace
}  // namespace plumb
