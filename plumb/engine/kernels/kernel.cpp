#include "plumb/engine/kernels/kernel.h"

#include <algorithm>
#include <map>

namespace plumb::engine {
namespace {

std::map<std::string, Kernel, std::less<>>& kernels() {
  static std::map<std::string, Kernel, std::less<>> all;
  return all;
}

std::vector<Rewrite>& rewrites() {
  static std::vector<Rewrite> all;
  return all;
}

}  // namespace

bool add_kernel(std::string_view op, Kernel kernel) {
  if (!kernels().emplace(op, kernel).second) throw Bug("two kernels for operator " + std::string(op));
  return true;
}

const Kernel* find_kernel(std::string_view op) {
  const auto found = kernels().find(op);
  return found == kernels().end() ? nullptr : &found->second;
}

bool add_rewrite(Rewrite rewrite) {
  rewrites().push_back(rewrite);
  return true;
}
const std::vector<Rewrite>& all_rewrites() { return rewrites(); }

const Node* Users::only(const Node& node) const {
  const auto id = static_cast<size_t>(node.self.id());
  return of[id].size() == 1 && !root[id] ? &graph->node(of[id][0]) : nullptr;
}

Rows each_row(const Node&, const std::vector<Rows>& in) {
  const auto unfit = [](Rows r) { return r == Rows::sum || r == Rows::mixed; };
  return std::any_of(in.begin(), in.end(), unfit) ? Rows::mixed : Rows::each;
}

}  // namespace plumb::engine
