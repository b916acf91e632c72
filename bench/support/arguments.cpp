#include "bench/support/arguments.h"

#include <cstdlib>

#include "bench/support/contestant.h"
#include "bench/support/network.h"

namespace plumb::bench {
namespace {

void list() {
  Entry all = Entry::list();
  for (const BenchNetwork& network : all_networks()) {
    Entry one = Entry::map(), batches = Entry::list();
    for (const int64_t rows : network.batches) batches.push(Entry::number(rows));
    one.set("name", Entry::text(network.name));
    one.set("title", Entry::text(network.title));
    one.set("batches", batches);
    bool images = false;
    for (const InputSpec& input : network.make(false).inputs) images |= input.shape.size() == 3;
    one.set("images", Entry::boolean(images));
    all.push(one);
  }
  Entry facts = Entry::map();
  facts.set("networks", all);
  say(facts);
}

}  // namespace

Arguments read_arguments(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--list") {
    list();
    std::exit(0);
  }
  require(argc > 2,
          "usage: {} NETWORK THREADS [--rows N] [--bf16] [--write FILE] [--serve] [--seconds S] "
          "[--device cpu|torch|cuda] [--profile] [--unfused] [--any-threads] [--shards N], or --list",
          argv[0]);
  Arguments read{.network = argv[1]};
  read.engine.threads = std::atoi(argv[2]);
  for (int i = 3; i < argc; ++i) {
    const std::string_view word = argv[i];
    const auto value = [&]() -> const char* {
      require(i + 1 < argc, "{} needs a value", word);
      return argv[++i];
    };
    if (word == "--rows")
      read.rows = std::atoll(value());
    else if (word == "--bf16")
      read.engine.precision = Precision::bf16;
    else if (word == "--write")
      read.write = value();
    else if (word == "--serve")
      read.serve = true;
    else if (word == "--seconds")
      read.seconds = std::atof(value());
    else if (word == "--device")
      read.device = value();
    else if (word == "--profile")
      read.engine.profile = true;
    else if (word == "--unfused")
      read.engine.fuse = false;
    else if (word == "--any-threads")
      read.engine.any_threads = true;
    else if (word == "--shards")
      read.engine.shards = std::atoi(value());
    else
      throw Error("unknown option {}", word);
  }
  return read;
}

}  // namespace plumb::bench
