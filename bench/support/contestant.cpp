#include "bench/support/contestant.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <vector>

namespace plumb::bench {

Entry measure(const std::function<void()>& step, double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); };
  for (int i = 0; i < 3; ++i) step();  // the caches that another program filled
  std::vector<double> times;
  const std::clock_t processor = std::clock();
  for (const auto start = Clock::now(); times.size() < 5 || since(start) < seconds;) {
    const auto begin = Clock::now();
    step();
    times.push_back(since(begin));
  }
  const double all = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  std::sort(times.begin(), times.end());
  Entry facts = Entry::map();
  facts.set("step_ms", Entry::number(times[times.size() / 2] * 1e3));
  facts.set("best_ms", Entry::number(times[0] * 1e3));
  facts.set("cpu_ms", Entry::number(all / static_cast<double>(times.size()) * 1e3));
  facts.set("steps", Entry::number(static_cast<int64_t>(times.size())));
  return facts;
}

void say(const Entry& facts) { std::cout << to_json(facts, -1) << std::endl; }

void serve(const Entry& ready, const std::function<void()>& step) {
  say(ready);
  for (std::string line; std::getline(std::cin, line);) say(measure(step, std::atof(line.c_str())));
}

}  // namespace plumb::bench
