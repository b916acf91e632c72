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
/// "ABcd16b16a", as oneDNN writes its blocked layouts; "" of those that are not blocked.
std::string layout_text(const dnnl::memory::desc& layout);
/// Row major, f32.
dnnl::memory::desc plain(const Shape& shape);
/// f32, or bf16 of copies for products.
dnnl::memory::data_type element_of(Value v);
int64_t element_bytes(const dnnl::memory::desc& layout);
/// Whether a product gains more by bf16 operands than their conversion costs, to judge by its work for each of them.
bool worth_bf16(const Node& product);
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

/// The call alone, for a kernel that adds it in a way of its own.
std::function<void()> primitive_call(Lane& lane, const dnnl::primitive& primitive, const dnnl::memory::desc& scratch,
                                     std::vector<Argument> arguments);

/// A value that is row major, in the layout that a primitive wants: itself, or reordered.
Buffer* in_layout(Lane& lane, Value v, const dnnl::memory::desc& have, const dnnl::memory::desc& want);

void add_reorder(Lane& lane, Buffer* from, const dnnl::memory::desc& have, Buffer* to, const dnnl::memory::desc& want);

/// What a product or convolution computes on its way out, in this order: + bias, * factor + shift (a batch
/// normalisation that is not trained), + another tensor (a shortcut), an activation.
struct Epilogue {
  Value bias{}, factor{}, shift{}, added{}, result{};  // empty: not there
  std::string activation{};                            // empty: none
  /// All but the bias, and the arguments that this takes. `channel` is the layout of a vector of channels, `full` that
  /// of the result.
  std::vector<Argument> append_to(dnnl::primitive_attr& attributes, Lane& lane, const dnnl::memory::desc& channel,
                                  const dnnl::memory::desc& full) const;
  std::string text() const;
};
Epilogue epilogue(Lane& lane, const Group& group);
/// The nodes of the epilogue after a node, in order.
std::vector<int> absorb_epilogue(const Node& node, const Users& users);
/// The channels that `v` repeats over all axes but the last, or an empty value.
Value of_channels(Value v);

}  // namespace plumb::engine
