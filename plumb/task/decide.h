#pragma once

#include "plumb/task/evaluate_section.h"
#include "plumb/task/fit.h"
#include "plumb/train/predictor.h"

namespace plumb {

/// What is decided on the valid rows once the weights are learned: how probabilities are corrected and from which on a
/// row is called positive. Both go into `fit.trained`, and so into predictions, bundles and ONNX.
///
/// They are the rows that chose when to stop, not rows that gradients saw; the test rows stay unseen.
void decide(ReadyFit& fit, const Dataset& valid, const EvaluateSection& section, const PredictorSettings& settings);

/// Refuses what cannot be decided, before anything is trained: no valid rows, no classes, not two of them.
void require_decidable(const ReadyFit& fit, const Dataset& valid, const EvaluateSection& section);

}  // namespace plumb
