#pragma once

#include "plumb/core/files.h"
#include "plumb/task/answering.h"
#include "plumb/task/prediction_writer.h"
#include "plumb/task/require_section.h"

namespace plumb {

/// A trained model from a run folder or a bundle; a bundle's golden rows are replayed first.
Answering open_model(const Path& from, int threads = 0);

/// Rows to predict or to score, read with the types and the reader of the train rows. "-" is standard input, CSV or
/// JSON lines by its first character. Images (IDX, folders) by their path; `labels` names a file of labels, where the
/// one beside the images is not meant.
Dataset read_rows(const Trained& trained, const std::string& path, bool with_targets, const std::string& labels = {});

/// Scores a model on its test rows (from the run's own task), or on labelled rows of a file; these weigh what the
/// task's `weight` column says where the file has it.
struct Evaluation {
  std::vector<Report> reports = {};
  int64_t rows = 0;
  std::vector<Predictions> predictions = {};
  std::vector<Verdict> verdicts = {};  // of what the run's task requires
};
Evaluation evaluate_model(const Path& model, const std::string& data, int threads = 0, const std::string& labels = {});

struct PredictionSummary {
  int64_t rows = 0;
  std::string file = {};
};
/// Predicts rows and writes them to `output`, or to standard output where it is "" or "-". Nothing is written unless
/// all rows were predicted; but of a large file (128 MB), which is read in pieces, answers reach standard output as
/// they come. Arrow files are written when all rows are answered.
PredictionSummary predict_rows(const Path& model, const std::string& data, const std::string& output,
                               PredictionFormat format, int threads = 0);

/// What the ending of a file means (.csv, .jsonl, .arrow, .feather); an Error for another. "" and "-": CSV.
PredictionFormat format_of(const std::string& output);

}  // namespace plumb
