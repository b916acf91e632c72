#pragma once

#include <oneapi/dnnl/dnnl.hpp>

#include <string>
#include <utility>
#include <vector>

#include "plumb/engine/internal/lane.h"

/// oneDNN's primitives as calls of a lane.
namespace plumb::engine {

dnnl::engine& onednn_engine();
dnnl::memory::dims dims(const Shape& shape);
/// Row major, f32.
dnnl::memory::desc plain(const Shape& shape);
/// Attributes of all our primitives: their scratch memory is ours, so it is shared and counted.
dnnl::primitive_attr attributes();

struct Argument {
  int kind = 0;  // DNNL_ARG_...
  Buffer* buffer = nullptr;
  dnnl::memory::desc layout{};
};
/// Adds the primitive as a call; its scratch memory is asked of the lane.
void add_primitive(Lane& lane, const dnnl::primitive& primitive, const dnnl::memory::desc& scratch,
                   std::vector<Argument> arguments, std::string what);

/// A value that is row major, in the layout that a primitive wants: itself, or reordered.
Buffer* in_layout(Lane& lane, Value v, const dnnl::memory::desc& have, const dnnl::memory::desc& want);

void add_reorder(Lane& lane, Buffer* from, const dnnl::memory::desc& have, Buffer* to, const dnnl::memory::desc& want);

/// What a product or convolution computes on its way out: + bias, then an activation.
struct Epilogue {
  Value bias{}, result{};
  std::string activation{};  // empty: none
  void append_to(dnnl::primitive_attr& attributes) const;
  std::string text() const;
};
Epilogue epilogue(Lane& lane, const Group& group);
std::vector<int> absorb_epilogue(const Node& node, const Users& users);

}  // namespace plumb::engine
