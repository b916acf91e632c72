// Convolutions of few channels have loops of their own: they must equal those of the library, whatever the window.
#include <gtest/gtest.h>

#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

// The same convolution with four more channels of zeros is the library's.
TEST(Convolution, FewChannelsEqualManyWithZeros) {
  const Window windows[] = {{.size = {3, 3}},
                            {.size = {3, 3}, .pads = {1, 1, 1, 1}},
                            {.size = {5, 2}, .stride = {2, 1}, .pads = {2, 0, 1, 1}},
                            {.size = {1, 1}, .stride = {2, 2}}};
  for (const Window& window : windows)
    for (const int64_t channels : {1, 3, 4})
      for (const int64_t filters : {16, 48}) {
        Graph g;
        const Value x = g.input("x", {3, 11, 9, channels}), extra = g.input("extra", {3, 11, 9, 4});
        const Value w = g.input("w", {window.size[0], window.size[1], channels, filters}, Type::f32, false);
        const Value more = g.input("more", {window.size[0], window.size[1], 4, filters}, Type::f32, false);
        const Value b = g.input("b", {filters}, Type::f32, false);
        const auto layer = [&](Value image, Value kernel) {
          const Value y = conv2d(image, kernel, window);
          return relu(y + expand(b, y, {.axes = {0, 1, 2}}));
        };
        const Value few = layer(x, w), many = layer(concatenate({x, extra}, 3), concatenate({w, more}, 2));
        const Value few_loss = reduce(few * few, {}), many_loss = reduce(many * many, {});
        const Values a = gradients(few_loss, {w, b}), z = gradients(many_loss, {w, b});
        const Values outputs{few, a[0], a[1], many, z[0], z[1]};
        States states;
        const auto executor = make_executor("cpu", g, outputs, 3, states, {.threads = 1});
        const std::vector<float> zeros(10000, 0.0F), image = random_numbers(count(x.shape()), 1),
                                                     kernel = random_numbers(count(w.shape()), 2),
                                                     bias = random_numbers(filters, 3);
        executor->bind(x, image.data());
        executor->bind(extra, zeros.data());
        executor->bind(w, kernel.data());
        executor->bind(more, zeros.data());
        executor->bind(b, bias.data());
        executor->run();
        EXPECT_NE(executor->text().find("few channels"), std::string::npos);
        for (size_t k = 0; k < 3; ++k) {
          const auto* got = static_cast<const float*>(executor->data(outputs[k]));
          const auto* expected = static_cast<const float*>(executor->data(outputs[k + 3]));
          for (int64_t i = 0; i < count(outputs[k].shape()); ++i)
            ASSERT_NEAR(got[i], expected[i], 1e-3) << "output " << k << " at " << i << ", " << channels << " channels";
        }
      }
}

}  // namespace
}  // namespace plumb::testing
