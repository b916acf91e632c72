#include <fmt/core.h>

#include "plumb/cli/command.h"
#include "plumb/task/export_model.h"

namespace plumb {
namespace {

struct Export {
  std::string model = {};
  std::string to = "onnx";
  std::string output = {};
  std::string data = {};
  int threads = 0;
  bool json = false;
  static constexpr auto name = "export";
  static constexpr auto summary = "Writes a trained model as a verified ONNX graph, or as a bundle.";
  static constexpr auto example = "plumb export runs/adult-1 --to onnx -o adult.onnx";
  static constexpr std::array arguments{"model"};
  static void describe(auto& self, auto& field) {
    field("model", self.model, "A run folder or a bundle.", required);
    field("to", self.to, "onnx or bundle.");
    field("output", self.output, "The file; nothing: into the run folder.");
    field("data", self.data, "Rows to check with; nothing: those of the run.");
    field("threads", self.threads, "Threads; 0: as many as the machine offers.", at_least(0));
    field("json", self.json, "What was measured as JSON.");
  }
  int run() const {
    const ExportTarget target = registry<ExportTarget>().make(to);
    const ExportResult result = export_model(model, target, {.output = output, .data = data, .threads = threads});
    fmt::print("{}\n", json ? to_json(result.facts) : result.text);
    return 0;
  }
};

[[maybe_unused]] const bool registered = add_command<Export>();

}  // namespace
}  // namespace plumb
