#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plumb/data/batches.h"
#include "plumb/engine/devices.h"
#include "plumb/engine/executor.h"
#include "plumb/model/network.h"

namespace plumb {

struct PredictorSettings {
  std::string device = preferred_device();
  int threads = 0;
  bool any_threads = false;
  int64_t batch_size = 256;
  Precision precision = Precision::fp32;
};

/// A trained network that answers. Plans are kept by their number of rows (one, a batch, the remainder), so the first
/// call of each size plans and the next only run. Not for two threads at once.
///
///     Predictor predict(network, states);
///     auto outputs = predict(rows);            // {"label": 10 numbers a row}
class Predictor {
 public:
  Predictor(const Network& network, std::shared_ptr<States> states, const PredictorSettings& settings = {});
  ~Predictor();
  Predictor(Predictor&&) noexcept;
  Predictor& operator=(Predictor&&) noexcept;

  /// Outputs by name, row major.
  std::map<std::string, std::vector<float>> operator()(const std::vector<TensorRows>& rows);
  /// Shape of one row of an output.
  Shape output_shape(const std::string& name) const;

 private:
  struct Plans;
  std::unique_ptr<Plans> plans_;
};

}  // namespace plumb
