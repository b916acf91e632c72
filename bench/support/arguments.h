#pragma once

#include <string>
#include <vector>

#include "plumb/engine/devices.h"
#include "plumb/engine/executor.h"

namespace plumb::bench {

/// What the programs that run a network are told.
///
///     NETWORK THREADS [--rows N] [--bf16] [--write FILE] [--serve] [--seconds S] [--device cpu|torch|cuda]
///                     [--profile] [--unfused] [--any-threads] [--shards N]
///
/// Devices of the plug-in are found where PLUMB_TORCH_PLUGIN names it: build/release/libplumb_torch.so.
struct Arguments {
  std::string network = {};
  int64_t rows = 0;        // 0: the network's first batch
  std::string write = {};  // the start's weights and rows go there, for a peer to begin with
  bool serve = false;      // measures on request (see serve()) instead of once
  double seconds = 2;
  std::string device = preferred_device();  // "cpu" where there is the engine
  EngineSettings engine = {};
};
/// `--list` instead prints the networks and ends the program.
Arguments read_arguments(int argc, char** argv);

}  // namespace plumb::bench
