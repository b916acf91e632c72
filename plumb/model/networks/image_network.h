#pragma once

#include <functional>
#include <string_view>

#include "plumb/model/activation.h"
#include "plumb/model/networks/branches.h"

namespace plumb {

// What networks for images share.

/// How many of a network's first halvings an image of this size does without, so that at least 4 cells are left: of the
/// five that networks for photos of 224 pixels make, one of 32 pixels leaves out two and keeps 4 cells.
int64_t halvings_left_out(const Shape& image, int64_t halvings);

/// Images through `layers`, other inputs through a dense layer of 64 units; then dropout. An Error that names the
/// network where there is no image.
Plan image_plan(const NetworkContext& context, std::string_view network,
                const std::function<Layers(const Shape& image)>& layers, double dropout);

/// A convolution, same padding and no bias, with its normalisation and activation behind it (empty: none).
void add_normalized_convolution(Layers& layers, int64_t filters, int64_t kernel_size, int64_t stride,
                                const std::optional<Activation>& activation);

}  // namespace plumb
