#include "plumb/model/layers/spatial_dropout1d.h"

#include "plumb/model/layers/drop_channels.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Layer>().add<SpatialDropout1D>();

Value SpatialDropout1D::build(Scope& scope, Value x) const {
  require(x.rank() == 3, "needs sequences [rows, time, n]");
  return drop_channels(scope, x, rate);
}

}  // namespace plumb
