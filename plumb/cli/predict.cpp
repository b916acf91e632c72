#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/core/progress.h"
#include "plumb/task/use_model.h"

namespace plumb {
namespace {

struct Predict {
  std::string model = {};
  std::string data = "-";
  std::string output = {};
  int threads = 0;
  bool json = false;
  static constexpr auto name = "predict";
  static constexpr auto summary = "Answers rows: CSV or JSON lines in and out, also through a pipe.";
  static constexpr auto example = "plumb predict runs/adult-1 new.csv -o answers.csv";
  static constexpr std::array arguments{"model", "data"};
  static void describe(auto& self, auto& field) {
    field("model", self.model, "A run folder or a bundle.", required);
    field("data", self.data, "The rows; -: standard input.");
    field("output", self.output, "A .csv, .jsonl or .arrow file; nothing: standard output.");
    field("threads", self.threads, "Threads; 0: as many as the machine offers.", at_least(0));
    field("json", self.json, "JSON lines on standard output; with --output, a summary as JSON.");
  }
  int run() const {
    const bool to_stdout = output.empty() || output == "-";
    const PredictionSummary done =
        predict_rows(model, data, output, to_stdout && json ? PredictionFormat::jsonl : format_of(output), threads);
    if (to_stdout) return 0;
    if (json)
      fmt::print("{{\"rows\": {}, \"file\": {}}}\n", done.rows, to_json(Entry::text(done.file), -1));
    else
      say(fmt::format("{} rows answered in {}", done.rows, done.file));
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Predict>();

}  // namespace
}  // namespace plumb
