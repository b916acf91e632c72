#include "plumb/model/layers/spatial_dropout2d.h"

#include "plumb/model/layers/drop_channels.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<SpatialDropout2D>();

Value SpatialDropout2D::build(Scope& scope, Value x) const {
  require(x.rank() == 4, "needs images [rows, height, width, channels]");
  return drop_channels(scope, x, rate);
}

}  // namespace plumb
