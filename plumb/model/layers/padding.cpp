#include "plumb/model/layers/padding.h"

namespace plumb {

Window window_on(Value x, std::array<int64_t, 2> size, std::array<int64_t, 2> strides, Padding padding) {
  require(x.rank() == 4 && x.type() == Type::f32, "needs images [rows, height, width, channels]");
  const Window window{.size = size, .stride = strides};
  if (padding == Padding::same) return same_padding(window, x.shape());
  require(x.dim(1) >= size[0] && x.dim(2) >= size[1],
          "a window of {}x{} does not fit into an image of {}x{}; write `padding: same`, or pool less before it",
          size[0], size[1], x.dim(1), x.dim(2));
  return window;
}

}  // namespace plumb
