#pragma once

#include <functional>

#include "plumb/core/files.h"
#include "plumb/deploy/agreement.h"
#include "plumb/deploy/calls.h"
#include "plumb/deploy/export_target.h"
#include "plumb/deploy/trained.h"
#include "plumb/onnx/model.h"

namespace plumb {

/// The whole pipeline as one ONNX graph, raw row in, answer out (docs/formats.md): the steps' own nodes, the network,
/// label and probabilities. Standard operators only. Metadata say what no graph does: how texts are cut
/// (`words.<column>`), and which steps a picture goes through (`images.<column>`).
onnx::Model onnx_model(const Trained& trained);

/// Raw rows as the graph's inputs, its outputs as answers, and what it calls the rows, for each target.
std::map<std::string, onnx::Tensor> onnx_inputs(const Trained& trained, const Table& rows);
std::vector<Answer> onnx_answers(const Trained& trained, const std::map<std::string, onnx::Tensor>& outputs);
std::vector<Calls> onnx_calls(const Trained& trained, const std::map<std::string, onnx::Tensor>& outputs);

/// What the check of an export measured.
struct OnnxCheck {
  int64_t rows = 0;
  Agreement agreement = {};
  size_t bytes = 0;
};

/// Writes the file, but only after `rows` went through `answer` (Plumbline) and through the graph read back from the
/// bytes, agreed within 1e-4 + 1e-4 |y|, and were called the same; else an Error, and no file. The file's metadata keep
/// what was measured.
OnnxCheck export_onnx(const Trained& trained, const Table& rows,
                      const std::function<std::vector<Answer>(const Table&)>& answer, const Path& file);

/// Raw row in, answer out, as one graph that ONNX Runtime and others run.
struct Onnx {
  std::string path = {};

  static constexpr auto name = "onnx";
  static constexpr auto summary = "One ONNX graph from the raw row to the answer, checked before it is kept.";
  static constexpr auto example = "onnx: {path: churn.onnx}";
  static constexpr auto shorthand = "path";
  static constexpr auto ending = ".onnx";
  static void describe(auto& self, auto& field) {
    field("path", self.path, "Where the file goes; nothing: into the run folder.");
  }
  ExportReport export_to(const Exported& model, const Path& file) const;
};

}  // namespace plumb
