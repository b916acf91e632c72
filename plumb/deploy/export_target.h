#pragma once

#include <functional>

#include "plumb/core/files.h"
#include "plumb/deploy/trained.h"

namespace plumb {

/// What a trained model is exported from.
struct Exported {
  const Trained& trained;
  const Table& rows;                                        // raw rows, a thousand or so, to check with
  std::function<std::vector<Answer>(const Table&)> answer;  // what Plumbline says of raw rows
};

/// What an export says when it is done.
struct ExportReport {
  std::string text = {};       // for a person: what was checked
  Entry facts = Entry::map();  // for machines
};

/// A form in which a trained model leaves: `plumb export RUN --to onnx`, `deploy: [onnx]`. A kind is a struct with
/// described options, `path` among them, and
///
///     static constexpr auto ending = ".onnx";
///     ExportReport export_to(const Exported& model, const Path& file) const;      // whole and checked, or an Error
class ExportTarget : public Component {
 public:
  static constexpr auto sort = "export";
  template <class Kind>
  requires(!std::derived_from<Kind, Component>) ExportTarget(Kind kind)  // NOLINT: implicit by design
      : Component(kind),
        path_(kind.path),
        ending_(Kind::ending),
        export_([kind](const Exported& model, const Path& file) { return kind.export_to(model, file); }) {}
  const std::string& path() const { return path_; }      // as the task says; "": beside the run's files
  const std::string& ending() const { return ending_; }  // of the file's name
  ExportReport export_to(const Exported& model, const Path& file) const { return export_(model, file); }

 private:
  std::string path_, ending_;
  std::function<ExportReport(const Exported&, const Path&)> export_;
};

}  // namespace plumb
