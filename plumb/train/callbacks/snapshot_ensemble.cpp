#include "plumb/train/callbacks/snapshot_ensemble.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<Callback>().add<SnapshotEnsemble>();

void SnapshotEnsemble::epoch_ended(Training& training) const {
  if ((training.epoch + 1) % every == 0) training.keep_member(members);
}

}  // namespace plumb
