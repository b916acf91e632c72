#include "plumb/engine/foreign_match.h"

#include <algorithm>
#include <set>

namespace plumb {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string without_digits(std::string name) {
  std::erase_if(name, is_digit);
  return name;
}

/// What all names begin with, "sequential/" or "module/", where more stands behind it in each.
std::string shared_head(const std::vector<std::string>& names) {
  std::string head;
  while (!names.empty()) {
    const size_t end = names.front().find('/', head.size());
    if (end == std::string::npos) break;
    const std::string longer = names.front().substr(0, end + 1);
    const auto begins = [&](const std::string& name) { return name.starts_with(longer); };
    if (!std::all_of(names.begin(), names.end(), begins)) break;
    head = longer;
  }
  return head;
}

using Units = std::vector<std::string>;
using Kinds = std::map<std::string, std::set<std::string, Natural>>;

class Finder {
 public:
  explicit Finder(const LayerMatch& match) : match_(match) {}

  std::map<std::string, const ForeignLayer*> find() {
    by_names();
    by_same_name();
    by_kind();
    by_order();
    return std::move(found_);
  }

 private:
  void by_names() {
    for (const auto& [layer, is] : match_.own)
      for (const std::string& name : {layer, spelt(is.layer())})
        if (const auto named = match_.named.find(name); named != match_.named.end()) found_[layer] = &named->second;
  }

  /// Parts of a layer that the file calls as we do.
  void by_same_name() {
    for (const auto& [layer, is] : match_.own)
      for (const auto& [theirs, tensors] : match_.others)
        if (!is.part.empty() && !found_.contains(layer) && spelt(theirs) == layer) use(layer, tensors);
  }

  void by_kind() {
    const Units theirs = units_left();
    Units names;
    for (const std::string& unit : theirs) names.push_back(spelt(unit));
    const std::string head = shared_head(names);
    const Units ours = own_units_left();
    const auto is_ours = [&](const std::string& name) {
      return std::find(ours.begin(), ours.end(), name) != ours.end();
    };
    const size_t cut_off = std::any_of(names.begin(), names.end(), is_ours) ? 0 : head.size();
    Kinds here, there;
    std::map<std::string, std::string> unit_of;
    for (const std::string& unit : ours) here[without_number(unit)].insert(unit);
    for (size_t i = 0; i < theirs.size(); ++i) {
      const std::string name = names[i].substr(cut_off);
      there[without_number(name)].insert(name);
      unit_of[name] = theirs[i];
    }
    for (const auto& [kind, own] : here) {
      const auto& others = there[kind];
      if (own.size() == others.size())
        for (auto mine = own.begin(), other = others.begin(); mine != own.end(); ++mine, ++other)
          pair(*mine, unit_of.at(*other));
      else
        for (const std::string& unit : own)
          if (others.contains(unit)) pair(unit, unit_of.at(unit));
    }
  }

  /// What no name says: the one layer that is left, or layers that the file only numbers.
  void by_order() {
    const Units ours = own_units_left(), theirs = units_left();
    std::set<std::string> words;
    for (const std::string& unit : theirs) words.insert(without_digits(unit));
    if (ours.size() != theirs.size() || words.size() > 1) return;
    for (size_t i = 0; i < ours.size(); ++i) pair(ours[i], theirs[i]);
  }

  void pair(const std::string& unit, const std::string& theirs) {
    for (const auto& [layer, is] : match_.own) {
      if (is.unit != unit) continue;
      for (const auto& [name, tensors] : match_.others)
        if (tensors.of.unit == theirs && tensors.of.part == is.part) use(layer, tensors);
    }
    used_.insert(theirs);
  }
  void use(const std::string& layer, const ForeignLayer& tensors) {
    found_[layer] = &tensors;
    used_.insert(tensors.of.unit);
  }

  Units own_units_left() const {
    Units left;
    for (const std::string& layer : match_.order) {
      const std::string& unit = match_.own.at(layer).unit;
      if (!found_.contains(layer) && std::find(left.begin(), left.end(), unit) == left.end()) left.push_back(unit);
    }
    return left;
  }
  Units units_left() const {
    Units left;
    for (const auto& [name, tensors] : match_.others)
      if (!used_.contains(tensors.of.unit) && std::find(left.begin(), left.end(), tensors.of.unit) == left.end())
        left.push_back(tensors.of.unit);
    return left;
  }

  const LayerMatch& match_;
  std::map<std::string, const ForeignLayer*> found_;
  std::set<std::string> used_;
};

}  // namespace

bool Natural::operator()(const std::string& a, const std::string& b) const {
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const size_t p = i, q = j;
      while (i < a.size() && is_digit(a[i])) ++i;
      while (j < b.size() && is_digit(b[j])) ++j;
      if (i - p != j - q) return i - p < j - q;
      if (const int order = a.compare(p, i - p, b, q, j - q)) return order < 0;
    } else if (a[i] != b[j]) {
      return a[i] < b[j];
    } else {
      ++i, ++j;
    }
  }
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::map<std::string, const ForeignLayer*> LayerMatch::found() const { return Finder(*this).find(); }

}  // namespace plumb
