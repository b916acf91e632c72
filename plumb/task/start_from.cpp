// Weights to begin with: of a run, a bundle, or a file of another program.
#include <filesystem>

#include "plumb/deploy/bundle.h"
#include "plumb/engine/foreign_weights.h"
#include "plumb/task/fit.h"
#include "plumb/task/run_folder.h"

namespace plumb {

void start_from(ReadyFit& fit, const std::optional<WeightSource>& from) {
  if (!from) return;
  const TracedNetwork traced = trace(fit.trained.network);
  const WeightChoice choice{.names = from->names, .layers = from->layers};
  const auto start = [&](const std::map<std::string, TensorBytes>& given) {
    set_foreign_weights(*traced.graph, given, choice, *fit.trained.states, from->path);
  };
  if (Path(from->path).extension() == ".safetensors") {
    const Safetensors stored = read_safetensors(from->path);
    return start(stored.tensors);
  }
  const Trained other =
      std::filesystem::is_regular_file(from->path) ? read_bundle(from->path).trained : load_trained(from->path);
  const TracedNetwork theirs = trace(other.network);
  start(weights_of(*theirs.graph, *other.states));
}

}  // namespace plumb
