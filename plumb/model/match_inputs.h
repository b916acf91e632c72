#pragma once

#include "plumb/model/architecture.h"

namespace plumb {

/// A network that was written down in C++, with what only the data know of its inputs: that an image comes as pixels
/// and how they are scaled, how many codes a category has, where the bins of numbers lie.
///
///     const InputSpec scan{.name = "scan", .shape = {28, 28, 1}, .type = Type::u8, .scale = {1.0 / 255}};
///     match_inputs(network, {.inputs = {scan}, .targets = {{.name = "sick", .labels = {"no", "yes"}}}})
///
/// What the network says itself stays: its `scale` and `shift` of pixels, `codes` that are more, its `edges`. An Error,
/// with the `input(...)` to write, where an input is not there or of another shape or type; where the data have one
/// that the network does not read; and where a target has no output.
Network match_inputs(const Network& network, const NetworkContext& context);

}  // namespace plumb
