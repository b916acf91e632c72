#pragma once

#include "plumb/engine/kernels/onednn.h"
#include "plumb/engine/kernels/small_conv2d.h"
#include "plumb/engine/kernels/winograd.h"

namespace plumb::engine {

/// The three tensors of a convolution, whichever of them is computed.
struct Convolution {
  Value x, w, y;
  Window window;

  dnnl::memory::dims strides() const { return {window.stride[0], window.stride[1]}; }
  dnnl::memory::dims before() const { return {window.pads[0], window.pads[1]}; }
  dnnl::memory::dims after() const { return {window.pads[2], window.pads[3]}; }
  int64_t groups() const { return x.dim(3) / w.dim(2); }
  dnnl::memory::dims filter_sizes() const {
    if (groups() == 1) return {w.dim(3), w.dim(2), w.dim(0), w.dim(1)};
    return {groups(), w.dim(3) / groups(), w.dim(2), w.dim(0), w.dim(1)};
  }
  dnnl::memory::desc filters() const {
    return {filter_sizes(), element_of(w),
            groups() == 1 ? dnnl::memory::format_tag::hwio : dnnl::memory::format_tag::hwigo};
  }
  dnnl::memory::desc any_filters() const { return {filter_sizes(), element_of(w), dnnl::memory::format_tag::any}; }
  bool small() const { return groups() == 1 && SmallConvolution::fits(x.shape(), w.shape()); }
  bool winograd() const {
    const auto exact = [](Value v) { return v.type() == Type::f32; };
    return exact(x) && exact(w) && exact(y) && WinogradConvolution::fits(x.shape(), w.shape(), y.shape(), window);
  }
  std::string text() const { return fmt::format("{} by {}", plumb::text(x.shape()), plumb::text(w.shape())); }
};

/// Convolutions that loops of our own do better than the library: of few channels, and Winograd's.
bool has_own_forward(const Convolution& c, const Epilogue& e);
void prepare_own_forward(Lane& lane, const Convolution& c, const Epilogue& e);
/// Of winograd().
void prepare_own_grad_input(Lane& lane, const Convolution& c);
/// Of small() or winograd(). `db`: the gradient of the bias, computed along; may be empty.
void prepare_own_grad_weights(Lane& lane, const Convolution& c, Value db);

}  // namespace plumb::engine
