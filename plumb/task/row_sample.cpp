#include "plumb/task/row_sample.h"

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
    }
  result.rows = drawn.rows.take(rows);
  return result;
}

}  // namespace

RowSample::Drawn RowSample::draw(const Table& piece, const std::vector<Part>& parts, Part part,
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
  }
  drawn.rows = piece.take(rows);
  return drawn;
}

void RowSample::keep(int64_t piece, const Drawn& drawn) {
  Drawn& here = pieces_[piece] = below(drawn, bound_);
  kept_ += here.rows.rows();
  while (kept_ > most_) {
    bound_ = bound_ / 2;
    kept_ = 0;
    for (auto& [number, kept] : pieces_) {
      kept = below(kept, bound_);
      kept_ += kept.rows.rows();
    }
  }
}

Table RowSample::table() const {
  std::vector<Table> tables;
  for (const auto& [number, kept] : pieces_)
    if (kept.rows.rows() > 0 || tables.empty()) tables.push_back(kept.rows);
  while (tables.size() > 1) {  // neighbours, so that a row is copied as often as the number of tables can be halved
    for (size_t i = 0; i + 1 < tables.size(); i += 2) tables[i / 2] = tables[i].append(tables[i + 1]);
    if (tables.size() % 2 == 1) tables[tables.size() / 2] = tables.back();
    tables.resize((tables.size() + 1) / 2);
  }
  if (tables.empty()) return {};
  Table all;
  for (const std::string& name : tables.front().names()) all.set(name, tables.front().at(name).with_words_in_order());
  return all;
}

}  // namespace plumb
