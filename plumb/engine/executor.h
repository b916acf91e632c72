#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "plumb/core/describe.h"
#include "plumb/graph/graph.h"

namespace plumb {

/// Tensors kept between runs, by name: parameters ("parameters", one flat buffer), optimizer moments, batch statistics,
/// the step counter. One store serves all plans of a model: training plans for each batch size and inference plans.
class States {
 public:
  struct Tensor {
    Shape shape;
    Type type = Type::f32;
    std::shared_ptr<std::byte[]> data;  // 64-byte aligned
    size_t bytes() const { return static_cast<size_t>(count(shape)) * size_of(type); }
    float* floats() const { return reinterpret_cast<float*>(data.get()); }
  };
  /// The tensor of this name, made and filled with `initial` if it is not there; an Error if it has another shape.
  Tensor& at(const std::string& name, const Shape& shape, Type type = Type::f32, float initial = 0);
  const Tensor* find(const std::string& name) const;
  std::map<std::string, Tensor> all;
};
/// With memory of its own.
States::Tensor copy_of(const States::Tensor& tensor);
States copy_of(const States& states);

/// Makes the states that a graph names; fills the parameters by their initialisers if they are new.
void initialise(const Graph& graph, States& states, uint64_t seed);

enum class Precision { fp32, bf16 };
constexpr auto names(Precision) { return std::array{"fp32", "bf16"}; }

struct EngineSettings {
  int threads = 0;       // 0: as many as the machine offers this process
  bool updates = false;  // also computes the graph's updates and applies them at the end of each run
  bool fuse = true;      // off: one call a node, for tests and measurements
  Precision precision = Precision::fp32;
  bool any_threads = false;  // the same bits for any number of threads
  bool profile = false;      // keeps the time of each call, shown by text()
  int shards = 0;            // parts of the batch; 0: as many as threads, or one where the work is small
};

/// A graph made ready to run for one number of rows: everything is decided, a run allocates nothing.
///
///     auto executor = make_executor("cpu", graph, {loss}, rows, states, {.updates = true});
///     executor->bind(x, batch.data());     // row major; read during run()
///     executor->run();
///     float l = *static_cast<const float*>(executor->data(loss));
class Executor {
 public:
  virtual ~Executor() = default;
  /// Reads this input there from now on. Row major, of the input's shape with `rows` rows; 64-byte alignment is faster.
  virtual void bind(Value input, const void* data) = 0;
  virtual void run() = 0;
  /// An output, row major, valid until the next run.
  virtual const void* data(Value output) const = 0;
  virtual size_t memory_bytes() const = 0;  // arena, without states and inputs
  virtual std::string text() const = 0;     // a line a call: what it computes, fused with what, layout
};

/// Values are those of `graph` as it was traced, whatever its batch; `rows` sets the batch of this plan.
std::unique_ptr<Executor> make_executor(std::string_view device, const Graph& graph, const Values& outputs,
                                        int64_t rows, States& states, const EngineSettings& settings);

/// Devices register their maker ("cpu" in the engine; "cuda" and "torch" from the plug-in, loaded when first asked
/// for).
using ExecutorMaker = std::unique_ptr<Executor> (*)(const Graph&, const Values&, int64_t rows, States&,
                                                    const EngineSettings&);
bool add_device(std::string_view device, ExecutorMaker maker);

}  // namespace plumb
