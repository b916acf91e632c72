// Calls of the convolutions that have loops of our own.
#include "plumb/engine/kernels/convolution.h"

namespace plumb::engine {
namespace {

/// Of what may not be there: null then.
const Buffer* used(Lane& lane, Value v) { return v ? lane.use(v) : nullptr; }
const Buffer* placed(Lane& lane, Value v) { return v ? lane.place(v) : nullptr; }
float* floats_of(const Buffer* buffer) { return buffer ? buffer->floats() : nullptr; }

std::string name_of(const char* op, const Convolution& c, const std::string& along, const char* how) {
  return fmt::format("{}{} {} ({})", op, along, c.text(), how);
}

void prepare_small_forward(Lane& lane, const Convolution& c, const Epilogue& e) {
  const SmallConvolution small(c.x.shape(), c.w.shape(), c.y.shape(), c.window);
  const Buffer *x = lane.use(c.x), *w = lane.use(c.w), *bias = used(lane, e.bias);
  const Buffer *y = lane.place(e.result), *scratch = lane.scratch(small.padded_elements() * sizeof(float));
  lane.call(name_of("conv2d", c, e.text(), "few channels"), [=, relu = e.activation == "relu"] {
    small_conv2d(small, x->floats(), w->floats(), floats_of(bias), relu, y->floats(), scratch->floats());
  });
}

void prepare_small_grad_weights(Lane& lane, const Convolution& c, Value db) {
  const SmallConvolution small(c.x.shape(), c.w.shape(), c.y.shape(), c.window);
  const Buffer *x = lane.use(c.x), *dy = lane.use(c.y), *dw = lane.place(c.w), *bias = placed(lane, db);
  const Buffer* scratch = lane.scratch(small.padded_elements() * sizeof(float));
  lane.call(name_of("conv2d_grad_weights", c, db ? " and bias" : "", "few channels"), [=] {
    small_conv2d_grad_weights(small, x->floats(), dy->floats(), dw->floats(), floats_of(bias), scratch->floats());
  });
}

WinogradConvolution winograd_of(const Convolution& c) { return {c.x.shape(), c.y.shape(), c.window}; }

void prepare_winograd_forward(Lane& lane, const Convolution& c, const Epilogue& e) {
  const WinogradConvolution winograd = winograd_of(c);
  const auto filters = [&](Lane& at, const Buffer* from, const Buffer* to) {
    at.call("filters for Winograd", [=] { winograd_filters(winograd, from->floats(), to->floats()); });
  };
  const Buffer* u = lane.shared_form(c.w, "winograd", winograd.filter_floats() * sizeof(float), filters);
  const Buffer *bias = used(lane, e.bias), *factor = used(lane, e.factor), *shift = used(lane, e.shift),
               *added = used(lane, e.added);
  const Buffer *x = lane.use(c.x), *y = lane.place(e.result);
  // A tile is the same to the bit whoever makes it, so threads may share them. Counted in multiply-adds, since few
  // numbers of a result may be much work.
  const auto of_tile = static_cast<int64_t>(16 * winograd.channels * winograd.filters);
  const int64_t all = static_cast<int64_t>(winograd.tiles()) * of_tile;
  std::vector<const Buffer*> scratch;
  for (int t = 0; t < lane.threads(); ++t) scratch.push_back(lane.scratch(winograd.block_floats() * sizeof(float)));
  const auto run = [=, relu = e.activation == "relu"](int64_t from, int64_t to, int part) {
    const WinogradEpilogue ends{floats_of(bias), floats_of(factor), floats_of(shift), floats_of(added), relu};
    winograd_conv2d(winograd, x->floats(), u->floats(), ends, y->floats(), static_cast<size_t>(from / of_tile),
                    static_cast<size_t>(to / of_tile), scratch[static_cast<size_t>(part)]->floats());
  };
  std::string what = name_of("conv2d", c, e.text(), "winograd");
  if (lane.threads() > 1)
    lane.call_in_parts(std::move(what), all, of_tile, run);
  else
    lane.call(std::move(what), [=] { run(0, all, 0); });
}

void prepare_winograd_grad_weights(Lane& lane, const Convolution& c, Value db) {
  const WinogradConvolution winograd = winograd_of(c);
  const Buffer *x = lane.use(c.x), *dy = lane.use(c.y), *dw = lane.place(c.w), *bias = placed(lane, db);
  const Buffer* scratch = lane.scratch((winograd.block_floats() + winograd.filter_floats()) * sizeof(float));
  lane.call(name_of("conv2d_grad_weights", c, db ? " and bias" : "", "winograd"), [=] {
    winograd_grad_weights(winograd, x->floats(), dy->floats(), dw->floats(), floats_of(bias), scratch->floats());
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
  const WinogradConvolution winograd = winograd_of(c);
  const auto filters = [&](Lane& at, const Buffer* from, const Buffer* to) {
    at.call("filters for Winograd, transposed",
            [=] { winograd_transposed_filters(winograd, from->floats(), to->floats()); });
  };
  const Buffer* u = lane.shared_form(c.w, "winograd transposed", winograd.filter_floats() * sizeof(float), filters);
  const Buffer *dy = lane.use(c.y), *dx = lane.place(c.x);
  const Buffer* scratch = lane.scratch(winograd.block_floats() * sizeof(float));
  lane.call(name_of("conv2d_grad_input", c, "", "winograd"),
            [=] { winograd_grad_input(winograd, dy->floats(), u->floats(), dx->floats(), scratch->floats()); });
}

void prepare_own_grad_weights(Lane& lane, const Convolution& c, Value db) {
  c.winograd() ? prepare_winograd_grad_weights(lane, c, db) : prepare_small_grad_weights(lane, c, db);
}

}  // namespace plumb::engine
