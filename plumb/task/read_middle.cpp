#include "plumb/task/read_middle.h"

#include "plumb/model/layers/cropping2d.h"
#include "plumb/prepare/image_middle.h"

namespace plumb {
namespace {

/// The shape of the rows of an image; null where the network takes them as they come.
const Shape* larger(const InputSpec& input, const TensorSpec& fed) {
  for (const TensorSpec::Input& one : fed.inputs)
    if (one.name == input.name && one.type == Type::u8 && one.row_shape != input.shape) return &one.row_shape;
  return nullptr;
}

Cropping2D crop(const Shape& from, const Shape& to) {
  Cropping2D layer;
  for (size_t axis = 0; axis < 2; ++axis) {
    const int64_t before = before_middle(from[axis], to[axis]);
    layer.cropping[axis] = {before, from[axis] - to[axis] - before};
  }
  return layer;
}

}  // namespace

Network read_middle(const Network& network, const TensorSpec& fed) {
  Network reading;
  reading.inputs = network.inputs;
  const auto inputs = static_cast<int>(network.inputs.size());
  std::vector<int> now(network.inputs.size());  // where what stood at a place is now
  for (size_t i = 0; i < network.inputs.size(); ++i) {
    now[i] = static_cast<int>(i);
    const Shape* shape = larger(network.inputs[i], fed);
    if (!shape) continue;
    reading.inputs[i].shape = *shape;
    now[i] = reading.add(crop(*shape, network.inputs[i].shape), {static_cast<int>(i)});
  }
  const auto added = static_cast<int>(reading.points.size());
  const auto moved = [&](int place) { return place < inputs ? now[static_cast<size_t>(place)] : place + added; };
  for (Network::Point point : network.points) {
    for (int& from : point.from) from = moved(from);
    reading.points.push_back(std::move(point));
  }
  for (Network::Output output : network.outputs) {
    output.from = moved(output.from);
    reading.outputs.push_back(std::move(output));
  }
  return reading;
}

}  // namespace plumb
