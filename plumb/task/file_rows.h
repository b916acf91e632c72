#pragma once

#include <functional>
#include <string>

#include "plumb/deploy/trained.h"
#include "plumb/task/dataset.h"

namespace plumb {

/// Rows of a file for a trained model, read with the types and the reader of its train rows; `labels` as in
/// `read_rows`.
Dataset rows_of_file(const Trained& trained, const std::string& path, bool with_targets, const std::string& labels);

/// The same, piece by piece and in order where the files are large and can be read so, else in one piece.
void each_piece_of_file(const Trained& trained, const std::string& path, bool with_targets, const std::string& labels,
                        const std::function<void(const Dataset& rows)>& use);

}  // namespace plumb
