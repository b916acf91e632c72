#include "plumb/task/row_sample.h"

#include <algorithm>
#include <numeric>

#include "plumb/core/row_draw.h"

namespace plumb {
namespace {

constexpr uint32_t purpose = 0x73616d70;  // "samp"

RowSample::Drawn below(const RowSample::Drawn& drawn, double bound) {
  RowSample::Drawn result;
  std::vector<int64_t> rows;
  for (size_t i = 0; i < drawn.draws.size(); ++i)
    if (drawn.draws[i] < bound) {
      rows.push_back(static_cast<int64_t>(i));
      result.draws.push_back(drawn.draws[i]);
      result.numbers.push_back(drawn.numbers[i]);
    }
  result.rows = drawn.rows.take(rows);
  return result;
}

RowSample::Drawn joined(RowSample::Drawn a, const RowSample::Drawn& b) {
  a.rows = a.rows.append(b.rows);
  a.draws.insert(a.draws.end(), b.draws.begin(), b.draws.end());
  a.numbers.insert(a.numbers.end(), b.numbers.begin(), b.numbers.end());
  return a;
}

}  // namespace

RowSample::Drawn RowSample::draw(const Table& piece, const std::vector<RowPart>& parts, RowPart part,
                                 int64_t first_row) const {
  Drawn drawn;
  std::vector<int64_t> rows;
  const double bound = bound_;
  for (int64_t row = 0; row < piece.rows(); ++row) {
    if (parts[static_cast<size_t>(row)] != part) continue;
    const double at = draw_of_row(seed_, purpose, first_row + row);
    if (at >= bound) continue;
    rows.push_back(row);
    drawn.draws.push_back(at);
    drawn.numbers.push_back(first_row + row);
  }
  drawn.rows = piece.take(rows);
  return drawn;
}

void RowSample::keep(Drawn drawn) {
  piles_.push_back(below(drawn, bound_));
  kept_ += piles_.back().rows.rows();
  while (kept_ > most_) {
    bound_ = bound_ / 2;
    kept_ = 0;
    for (Drawn& pile : piles_) {
      pile = below(pile, bound_);
      kept_ += pile.rows.rows();
    }
  }
  while (piles_.size() > 1 && piles_[piles_.size() - 2].rows.rows() < 2 * piles_.back().rows.rows() + 1) {
    Drawn last = std::move(piles_.back());
    piles_.pop_back();
    piles_.back() = joined(std::move(piles_.back()), last);
  }
}

Table RowSample::table() const {
  if (piles_.empty()) return {};
  Drawn all = piles_.front();
  for (size_t i = 1; i < piles_.size(); ++i) all = joined(std::move(all), piles_[i]);
  std::vector<int64_t> order(all.numbers.size());
  std::iota(order.begin(), order.end(), int64_t{0});
  const auto number = [&](int64_t row) { return all.numbers[static_cast<size_t>(row)]; };
  std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return number(a) < number(b); });
  const Table sorted = all.rows.take(order);
  Table table;
  for (const std::string& name : sorted.names()) table.set(name, sorted.at(name).with_words_in_order());
  return table;
}

}  // namespace plumb
