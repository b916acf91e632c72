#pragma once

#include <array>

#include "plumb/graph/graph.h"

/// The operators, as functions on values. None takes the batch size: shapes come from values.
/// Each is defined, with shape, gradient and ONNX form, in a file of its own (or of its family) in `operators/`. The
/// node has the function's name, its values as inputs in this order, and as options the struct that stands above it.
/// Images are channels-last: [rows, height, width, channels].
namespace plumb {

// ---- Pointwise. Operands have one shape, or one is a scalar; nothing else is broadcast in silence (see `expand`).
Value add(Value a, Value b);
Value subtract(Value a, Value b);
Value multiply(Value a, Value b);
Value divide(Value a, Value b);
Value maximum(Value a, Value b);  // a tie sends the gradient to a
Value minimum(Value a, Value b);
struct Affine {
  double scale = 1, shift = 0;
  void fields(auto f) const { f("scale", scale), f("shift", shift); }
};
Value affine(Value x, double scale, double shift);  // scale * x + shift
Value relu(Value x);
Value positive(Value x);                             // 1 where x > 0, else 0; gradient 0
Value equal(Value a, Value b);                       // 1 where equal, else 0; gradient 0; of integers: f32
Value select(Value condition, Value yes, Value no);  // yes where condition is not 0
Value abs(Value x);
Value sign(Value x);
Value exp(Value x);
Value expm1(Value x);
Value log(Value x);
Value log1p(Value x);
Value sqrt(Value x);
Value tanh(Value x);
Value sigmoid(Value x);
Value erf(Value x);
struct Cast {
  Type to = Type::f32;
  void fields(auto f) const { f("to", to); }
};
Value cast(Value x, Type to);  // gradient between floating-point types only
Value stop_gradient(Value x);
inline Value square(Value x) { return multiply(x, x); }

inline Value operator+(Value a, Value b) { return add(a, b); }
inline Value operator-(Value a, Value b) { return subtract(a, b); }
inline Value operator*(Value a, Value b) { return multiply(a, b); }
inline Value operator/(Value a, Value b) { return divide(a, b); }
inline Value operator+(Value a, double b) { return affine(a, 1, b); }
inline Value operator-(Value a, double b) { return affine(a, 1, -b); }
inline Value operator*(Value a, double b) { return affine(a, b, 0); }
inline Value operator/(Value a, double b) { return affine(a, 1 / b, 0); }
inline Value operator+(double a, Value b) { return affine(b, 1, a); }
inline Value operator-(double a, Value b) { return affine(b, -1, a); }
inline Value operator*(double a, Value b) { return affine(b, a, 0); }
inline Value operator-(Value a) { return affine(a, -1, 0); }

// ---- Composite activations, written in the above; a kernel may claim them.
Value leaky_relu(Value x, double negative_slope);  // options: Number
Value elu(Value x, double alpha);                  // options: Number
Value gelu(Value x);                               // exact: x Phi(x) (Hendrycks and Gimpel, 2016)
Value silu(Value x);
Value softplus(Value x);  // max(x, 0) + log1p(exp(-|x|))

// ---- Reduction and its adjoint. `axes` are removed by reduce and repeated over by expand, in the order of the tensor.
// In a node the axes are ascending, none negative, and empty where they are all.
struct Over {
  std::vector<int> axes = {};  // of the larger tensor; negative count from its end; empty: all axes
  bool mean = false;           // divides by the number of elements reduced (reduce) or copies made (expand)
  void fields(auto f) const { f("axes", axes), f("mean", mean); }
};
Value reduce(Value x, Over over);
/// Repeats x over `axes` of `like`, whose other axes are x's shape: expand(bias, y, {.axes = {0, 1, 2}}).
Value expand(Value x, Value like, Over over);
Value reduce_max(Value x, Over over);  // gradient: shared equally among ties

// ---- Products. matmul takes matrices, or stacks of them with equal leading dimensions.
struct MatmulOptions {
  bool transpose_a = false, transpose_b = false;
  void fields(auto f) const { f("transpose_a", transpose_a), f("transpose_b", transpose_b); }
};
Value matmul(Value a, Value b, MatmulOptions options = {});

/// A window sliding over height and width; pads are {top, left, bottom, right}.
struct Window {
  std::array<int64_t, 2> size{1, 1}, stride{1, 1};
  std::array<int64_t, 4> pads{0, 0, 0, 0};
  bool count_padding = false;  // average pooling: whether padded cells count
  void fields(auto f) const {
    f("size", size), f("stride", stride), f("pads", pads), f("count_padding", count_padding);
  }
  int64_t out(int64_t n, int axis) const {
    const auto a = static_cast<size_t>(axis);
    return (n + pads[a] + pads[a + 2] - size[a]) / stride[a] + 1;
  }
};
/// The pads that make the output ceil(n / stride) high and wide, as Keras's `padding: same`: the odd cell goes last.
Window same_padding(Window window, const Shape& image);

Value conv2d(Value x, Value w, Window window);  // x [n,h,w,c], w [kh,kw,c,filters]
Value conv2d_grad_input(Value dy, Value w, Value like_x, Window window);
Value conv2d_grad_weights(Value x, Value dy, Value like_w, Window window);
Value max_pool2d(Value x, Window window);
Value max_pool2d_grad(Value x, Value y, Value dy, Window window);  // y = max_pool2d(x)
Value max_pool2d_pick(Value x, Value y, Value z, Window window);   // z at the positions of the maxima
Value average_pool2d(Value x, Window window);
Value average_pool2d_grad(Value dy, Value like_x, Window window);

// ---- Shapes. What counts rows never stands in options: split the batch with -1, and never slice along it.
struct MergeDims {
  int first = 0, count = 0;
  void fields(auto f) const { f("first", first), f("count", count); }
};
Value merge_dims(Value x, int first, int count);  // `count` dimensions from `first` become one; 0: a new one of size 1
struct SplitDim {
  int axis = 0;
  Shape into = {};
  void fields(auto f) const { f("axis", axis), f("into", into); }
};
Value split_dim(Value x, int axis, Shape into);  // one dimension becomes several, or none; one of `into` may be -1
struct Permute {
  std::vector<int> order = {};
  void fields(auto f) const { f("order", order); }
};
Value permute(Value x, std::vector<int> order);  // dimension i of the result is dimension order[i] of x
struct Along {
  int axis = 0;
  void fields(auto f) const { f("axis", axis); }
};
Value concatenate(const Values& parts, int axis);  // options: Along
struct Range {
  int axis = 0;
  int64_t begin = 0, end = 0;
  void fields(auto f) const { f("axis", axis), f("begin", begin), f("end", end); }
};
Value slice(Value x, int axis, int64_t begin, int64_t end);
Value slice_grad(Value dy, Value like_x, int axis, int64_t begin);  // zeros with dy at [begin, begin + size)

// ---- A flat buffer of tensors, each on its cache line (`Graph::flat`).
inline int64_t on_cache_line(int64_t elements) { return (elements + 15) / 16 * 16; }
struct Part {
  int64_t offset = 0;
  Shape shape = {};
  void fields(auto f) const { f("offset", offset), f("shape", shape); }
};
Value unpack(Value flat, int64_t offset, const Shape& shape);  // a tensor that lies in a flat buffer
Value pack(const Values& parts, Value like);  // tensors as one flat buffer, gaps zero; inputs: like, then the parts

// ---- Tables of rows.
Value gather(Value table, Value rows);                      // table [n, d], rows s32 of any shape -> rows.shape + [d]
Value gather_grad(Value rows, Value dy, Value like_table);  // sums dy into the rows
Value one_hot(Value labels, Value like);                    // labels s32 [n] -> like's shape [n, classes]; -1: zeros

// ---- Softmax over the last axis and what is trained through it; composite, with gradients of their own.
Value softmax(Value logits);
Value log_softmax(Value logits);
Value sparse_softmax_crossentropy(Value logits, Value labels);  // labels s32; one number a row

// ---- Normalisation over the last axis; composite.
Value layer_normalization(Value x, Value gamma, Value beta, double epsilon);           // options: Number
Value layer_normalization_grad_input(Value x, Value gamma, Value dy, double epsilon);  // its derivative by x
Value layer_normalization_grad_scale(Value x, Value dy, double epsilon);               // and by gamma

// ---- Normalisation of each channel of the last axis over all others; composite.
Value channel_moments(Value x);  // [2, channels]: mean and biased variance
/// With the batch's own moments. options: Number
Value batch_normalization(Value x, Value gamma, Value beta, double epsilon);

/// 1 / (1 - rate) with probability 1 - rate (to 16 bits), else 0: a pure function of (seed, step, stream, element),
/// where the element is numbered in the whole batch, so neither shards nor threads nor a resume change a draw.
struct RandomMask {
  double rate = 0;
  uint32_t seed = 0, stream = 0;
  uint32_t below() const { return static_cast<uint32_t>(rate * 65536 + 0.5); }
  float factor() const { return 65536.0F / static_cast<float>(65536 - below()); }
  void fields(auto f) const { f("rate", rate), f("seed", seed), f("stream", stream); }
};
Value random_mask(Value like, Value step, RandomMask mask);  // step: a scalar s32

}  // namespace plumb
