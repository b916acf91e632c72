// Calls of the convolutions that have loops of our own.
#include "plumb/engine/kernels/convolution.h"

namespace plumb::engine {
namespace {

const float* floats_of(const Buffer* buffer) { return buffer ? buffer->floats() : nullptr; }

std::string name_of(const char* op, const Convolution& c, const std::string& along, const char* how) {
  return fmt::format("{}{} {} ({})", op, along, c.text(), how);
}

void prepare_small_forward(Lane& lane, const Convolution& c, const Epilogue& e) {
  const SmallConvolution small(c.x.shape(), c.w.shape(), c.y.shape(), c.window);
  const Buffer *x = lane.use(c.x), *w = lane.use(c.w), *bias = e.bias ? lane.use(e.bias) : nullptr;
  const Buffer *y = lane.place(e.result), *scratch = lane.scratch(small.padded_elements() * sizeof(float));
  lane.call(name_of("conv2d", c, e.text(), "few channels"), [=, relu = e.activation == "relu"] {
    small_conv2d(small, x->floats(), w->floats(), floats_of(bias), relu, y->floats(), scratch->floats());
  });
}

void prepare_small_grad_weights(Lane& lane, const Convolution& c, Value db) {
  const SmallConvolution small(c.x.shape(), c.w.shape(), c.y.shape(), c.window);
  const Buffer *x = lane.use(c.x), *dy = lane.use(c.y), *dw = lane.place(c.w), *bias = db ? lane.place(db) : nullptr;
  const Buffer* scratch = lane.scratch(small.padded_elements() * sizeof(float));
  lane.call(name_of("conv2d_grad_weights", c, db ? " and bias" : "", "few channels"), [=] {
    small_conv2d_grad_weights(small, x->floats(), dy->floats(), dw->floats(), bias ? bias->floats() : nullptr,
                              scratch->floats());
  });
}

WinogradConvolution winograd_of(const Convolution& c) { return {c.x.shape(), c.y.shape(), c.window}; }

/// Of all tiles, by the threads of the lane: a tile is the same to the bit whoever makes it.
void call_winograd(Lane& lane, std::string what, const WinogradConvolution& c, const Buffer* x, const Buffer* u,
                   const Buffer* y, std::function<WinogradEpilogue()> epilogue) {
  std::vector<const Buffer*> scratch;
  for (int t = 0; t < lane.threads(); ++t) scratch.push_back(lane.scratch(c.block_floats() * sizeof(float)));
  // Counted in multiply-adds, since few numbers of a result may be much work.
  const auto of_tile = static_cast<int64_t>(16 * c.channels * c.filters), tiles = static_cast<int64_t>(c.tiles());
  const auto run = [=](int64_t from, int64_t to, int part) {
    winograd_conv2d(c, x->floats(), u->floats(), epilogue(), y->floats(), static_cast<size_t>(from / of_tile),
                    static_cast<size_t>(to / of_tile), scratch[static_cast<size_t>(part)]->floats());
  };
  if (lane.threads() > 1)
    lane.call_in_parts(std::move(what), tiles * of_tile, of_tile, run);
  else
    lane.call(std::move(what), [=] { run(0, tiles * of_tile, 0); });
}

void prepare_winograd_forward(Lane& lane, const Convolution& c, const Epilogue& e) {
  const WinogradConvolution winograd = winograd_of(c);
  const auto filters = [&](Lane& at, const Buffer* from, const Buffer* to) {
    at.call("filters for Winograd", [=] { winograd_filters(winograd, from->floats(), to->floats()); });
  };
  const Buffer* u = lane.shared_form(c.w, "winograd", winograd.filter_floats() * sizeof(float), filters);
  const auto maybe = [&](Value v) -> const Buffer* { return v ? lane.use(v) : nullptr; };
  const Buffer *bias = maybe(e.bias), *factor = maybe(e.factor), *shift = maybe(e.shift), *added = maybe(e.added);
  const Buffer *x = lane.use(c.x), *y = lane.place(e.result);
  call_winograd(lane, name_of("conv2d", c, e.text(), "winograd"), winograd, x, u, y,
                [=, relu = e.activation == "relu"] {
                  return WinogradEpilogue{floats_of(bias), floats_of(factor), floats_of(shift), floats_of(added), relu};
                });
}

void prepare_winograd_grad_weights(Lane& lane, const Convolution& c, Value db) {
  const WinogradConvolution winograd = winograd_of(c);
  const Buffer *x = lane.use(c.x), *dy = lane.use(c.y), *dw = lane.place(c.w), *bias = db ? lane.place(db) : nullptr;
  const Buffer* scratch = lane.scratch((winograd.block_floats() + winograd.filter_floats()) * sizeof(float));
  lane.call(name_of("conv2d_grad_weights", c, db ? " and bias" : "", "winograd"), [=] {
    winograd_grad_weights(winograd, x->floats(), dy->floats(), dw->floats(), bias ? bias->floats() : nullptr,
                          scratch->floats());
  });
}

}  // namespace

bool has_own_forward(const Convolution& c, const Epilogue& e) {
  const bool simple = e.activation.empty() || e.activation == "relu";
  return simple && (c.winograd() || (c.small() && !e.added && !e.factor));
}

void prepare_own_forward(Lane& lane, const Convolution& c, const Epilogue& e) {
  c.winograd() ? prepare_winograd_forward(lane, c, e) : prepare_small_forward(lane, c, e);
}

void prepare_own_grad_input(Lane& lane, const Convolution& c) {
  const WinogradConvolution winograd = winograd_of(c).turned();
  const auto filters = [&](Lane& at, const Buffer* from, const Buffer* to) {
    at.call("filters for Winograd, turned", [=] { winograd_turned_filters(winograd, from->floats(), to->floats()); });
  };
  const Buffer* u = lane.shared_form(c.w, "winograd turned", winograd.filter_floats() * sizeof(float), filters);
  const Buffer *dy = lane.use(c.y), *dx = lane.place(c.x);
  call_winograd(lane, name_of("conv2d_grad_input", c, "", "winograd"), winograd, dy, u, dx,
                [] { return WinogradEpilogue{}; });
}

void prepare_own_grad_weights(Lane& lane, const Convolution& c, Value db) {
  c.winograd() ? prepare_winograd_grad_weights(lane, c, db) : prepare_small_grad_weights(lane, c, db);
}

}  // namespace plumb::engine
