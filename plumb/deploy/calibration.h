#pragma once

#include <string>
#include <vector>

#include "plumb/core/describe.h"
#include "plumb/onnx/model.h"

namespace plumb {

/// Corrects probabilities of classes with what was learned from valid rows (evaluate/calibrate.h), so that of the rows
/// that get 0.8 about 80 % are of the class. Kept in network.json, so that predictions, bundles and ONNX all say it.
///
/// A temperature T: p_k^(1/T) / sum_j p_j^(1/T), which is softmax(logits / T) (Guo et al., 2017); T > 1 makes less sure
/// and never changes which class is the most probable. Curves: the probability of each class goes through a rising
/// line between knots, (x, y), and the sum is brought back to 1 (Zadrozny and Elkan, 2002; scikit-learn's
/// CalibratedClassifierCV). Of two classes there is one curve, that of the second. Nothing: probabilities stay.
struct Calibration {
  struct Curve {
    std::vector<double> x = {}, y = {};  // rising; before the first knot and behind the last the line is flat
    double at(double p) const;
    static void describe(auto& self, auto& field) {
      field("x", self.x, "Probabilities that the network gives.");
      field("y", self.y, "What they mean.");
    }
    void check(Problems& problems) const;
  };
  double temperature = 1;
  std::vector<Curve> curves = {};

  static void describe(auto& self, auto& field) {
    field("temperature", self.temperature, "Divides the logits; 1 changes nothing.", above(0));
    field("curves", self.curves, "A curve for each class, or one for the second of two.");
  }
  bool empty() const { return temperature == 1 && curves.empty(); }
  /// Corrects [rows, classes] probabilities, row by row, in place.
  void apply(std::vector<double>& probabilities, size_t classes) const;
  /// The same in ONNX: the name of the corrected [rows, classes].
  std::string emit(onnx::Model& model, const std::string& probabilities, int64_t classes) const;
};

}  // namespace plumb
