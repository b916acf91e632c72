#pragma once

#include <array>
#include <cmath>

namespace plumb {

/// How the numbers of a target are bent before they are standardised and learned. Predictions, metrics and exported
/// graphs are in the original unit.
///
///     target: {price: {number: {transform: log1p}}}
///
///   none    as they are
///   log1p   ln(1 + y): for amounts that grow by factors, as prices do. The network then learns relative
///           errors. Numbers must be above -1.
enum class TargetTransform { none, log1p };
constexpr auto names(TargetTransform) { return std::array{"none", "log1p"}; }

/// From the user's unit to what is learned, and back.
inline double bent(TargetTransform transform, double y) {
  return transform == TargetTransform::log1p ? std::log1p(y) : y;
}
inline double unbent(TargetTransform transform, double z) {
  return transform == TargetTransform::log1p ? std::expm1(z) : z;
}
/// d y / d z at y: by how much an error of what is learned grows in the user's unit.
inline double slope_at(TargetTransform transform, double y) {
  return transform == TargetTransform::log1p ? std::abs(1 + y) : 1;
}

}  // namespace plumb
