// Winograd's convolutions must equal the library's, with all that follows them, for images of odd and even sizes.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/networks.h"

namespace plumb::testing {
namespace {

struct Case {
  int64_t rows, height, width, channels, filters;
  std::array<int64_t, 4> pads;
};

const Case cases[] = {{70, 3, 3, 16, 16, {0, 0, 0, 0}},  {13, 8, 8, 16, 32, {1, 1, 1, 1}},
                      {5, 13, 13, 32, 64, {0, 0, 0, 0}}, {16, 7, 10, 48, 16, {1, 0, 1, 2}},
                      {17, 9, 4, 16, 80, {2, 2, 0, 1}},  {37, 5, 6, 64, 64, {1, 1, 1, 1}},
                      {6, 12, 12, 96, 48, {0, 1, 1, 0}}, {2, 17, 16, 128, 112, {1, 1, 1, 1}}};

/// The answers and gradients of a layer whose filters have the last channel and filter in excess, so that the library
/// computes it, and those of the layer itself.
struct Both {
  Graph graph;
  Values own{}, library{};
  Both(const Case& c, bool pooled) {
    Graph& g = graph;
    const Window window{.size = {3, 3}, .pads = c.pads};
    const Value x = g.input("x", {c.rows, c.height, c.width, c.channels});
    const Value w = g.input("w", {3, 3, c.channels, c.filters}, Type::f32, false);
    const Value bias = g.input("bias", {c.filters}, Type::f32, false);
    const Value no_channel = g.input("no_channel", {c.rows, c.height, c.width, 1});
    const Value no_weight = g.input("no_weight", {3, 3, 1, c.filters}, Type::f32, false);
    const auto layer = [&](Value image, Value filters) {
      const Value y = conv2d(image, filters, window);
      const Value z = relu(y + expand(bias, y, {.axes = {0, 1, 2}}));
      const bool pools = pooled && z.dim(1) >= 2 && z.dim(2) >= 2;
      const Value out = pools ? max_pool2d(z, {.size = {2, 2}, .stride = {2, 2}}) : z;
      const Value loss = reduce(out * out, {});
      const Values d = gradients(loss, {x, w, bias});
      return Values{out, d[0], d[1], d[2]};
    };
    own = layer(x, w);
    library = layer(concatenate({x, no_channel}, 3), concatenate({w, no_weight}, 2));
  }
};

TEST(Winograd, EqualsTheLibrary) {
  for (const Case& c : cases)
    for (const bool pooled : {false, true})
      for (const int threads : {1, 2}) {
        Both both(c, pooled);
        Values outputs = both.own;
        outputs.insert(outputs.end(), both.library.begin(), both.library.end());
        States states;
        const auto executor = make_executor("cpu", both.graph, outputs, c.rows, states, {.threads = threads});
        std::vector<std::vector<float>> numbers;
        for (const Value input : both.graph.inputs()) {
          const bool none = input.node().options.as<Leaf>().name.starts_with("no_");
          numbers.push_back(none ? std::vector<float>(static_cast<size_t>(count(input.shape())))
                                 : random_numbers(count(input.shape()), numbers.size() + 1));
          executor->bind(input, numbers.back().data());
        }
        executor->run();
        const std::string text = executor->text();
        EXPECT_NE(text.find("(winograd)"), std::string::npos) << text;
        const std::string of_library = fmt::format("[3, 3, {}, {}] (", c.channels + 1, c.filters);
        EXPECT_NE(text.find(of_library), std::string::npos) << text;
        EXPECT_EQ(text.find(of_library + "winograd"), std::string::npos) << text;
        for (size_t k = 0; k < both.own.size(); ++k) {
          const auto* got = static_cast<const float*>(executor->data(both.own[k]));
          const auto* expected = static_cast<const float*>(executor->data(both.library[k]));
          double most = 0, square = 0;
          const int64_t n = count(both.own[k].shape());
          for (int64_t i = 0; i < n; ++i) {
            most = std::max(most, std::abs(static_cast<double>(got[i]) - static_cast<double>(expected[i])));
            square += static_cast<double>(expected[i]) * static_cast<double>(expected[i]);
          }
          EXPECT_LT(most, 1e-5 * std::sqrt(square / static_cast<double>(n)) + 1e-6)
              << "output " << k << " of " << c.height << " by " << c.width << ", " << c.channels << " channels";
        }
      }
}

TEST(Winograd, FiltersAreTransformedOnceForAllShards) {
  Both both({32, 8, 8, 16, 16, {1, 1, 1, 1}}, false);
  States states;
  const auto executor = make_executor("cpu", both.graph, both.own, 32, states, {.threads = 2, .shards = 4});
  const std::string text = executor->text();
  const auto lines_with = [&](const std::string& words) {
    int found = 0;
    for (size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(lines_with("once filters for Winograd\n"), 1) << text;
  EXPECT_EQ(lines_with("once filters for Winograd, transposed\n"), 1) << text;
  EXPECT_EQ(lines_with("filters for Winograd"), 2) << text;
}

// Few tiles do not make up for the transformation of the filters, other strides and windows have no such form.
TEST(Winograd, IsTakenWhereItPays) {
  const auto taken = [](int64_t rows, int64_t side, int64_t channels, Window window) {
    Graph g;
    const Value x = g.input("x", {rows, side, side, channels});
    const Value y = conv2d(x, g.input("w", {window.size[0], window.size[1], channels, 32}, Type::f32, false), window);
    States states;
    return make_executor("cpu", g, {y}, rows, states, {.threads = 1})->text().find("(winograd)") != std::string::npos;
  };
  EXPECT_TRUE(taken(2, 10, 32, {.size = {3, 3}}));
  EXPECT_FALSE(taken(1, 10, 32, {.size = {3, 3}}));
  EXPECT_FALSE(taken(2, 10, 24, {.size = {3, 3}}));
  EXPECT_FALSE(taken(2, 10, 272, {.size = {3, 3}}));
  EXPECT_FALSE(taken(2, 10, 32, {.size = {3, 2}}));
  EXPECT_FALSE(taken(8, 21, 32, {.size = {3, 3}, .stride = {2, 1}}));
}

}  // namespace
}  // namespace plumb::testing
