#include "plumb/task/prediction_writer.h"

#include <cmath>
#include <ostream>

namespace plumb {
namespace {

std::string csv_cell(std::string_view text) {
  const bool plain = text.find_first_of(",\"\r\n") == std::string_view::npos &&
                     (text.empty() || (text.front() != ' ' && text.back() != ' '));
  if (plain) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

// Answers are computed in fp32: more digits would say more than is known.
std::string number_text(double value) { return shortest(static_cast<float>(value)); }

std::string probability_name(const Answer& answer, const std::string& label, size_t targets) {
  return (targets > 1 ? answer.target.name + "_" : "") + "probability_" + label;
}

std::string quantile_name(double quantile) { return "q" + shortest(quantile); }

const std::string& anomaly_word(const Answer& answer, size_t row) {
  return anomaly_words[answer.values[row] >= answer.threshold.value_or(INFINITY) ? 1 : 0];
}

/// The labels of a set that are called.
std::vector<std::string> set_of(const Answer& answer, size_t row) {
  std::vector<std::string> labels;
  for (size_t i = 0; i < answer.width(); ++i)
    if (answer.holds(row, i)) labels.push_back(answer.target.labels[i]);
  return labels;
}

/// A number, or its quantiles by their names.
Entry number_entry(const Answer& answer, const double* values) {
  if (answer.target.quantiles.empty()) return Entry::number(values[0]);
  Entry quantiles = Entry::map();
  for (size_t i = 0; i < answer.width(); ++i)
    quantiles.set(quantile_name(answer.target.quantiles[i]), Entry::number(values[i]));
  return quantiles;
}

Entry cell(const Column& column, int64_t row) {
  if (column.missing(row)) return {};
  if (column.type() == ColumnType::image || column.type() == ColumnType::list) return Entry::text(column.shown(row));
  if (column.type() == ColumnType::date_time) return Entry::text(column.shown(row));
  return Form<Scalar>::write(column.at(row));
}

void write_header(std::ostream& out, const std::vector<std::string>& id, const std::vector<Answer>& answers) {
  std::string line;
  const auto add = [&](std::string_view text) { line += (line.empty() ? "" : ",") + csv_cell(text); };
  for (const std::string& name : id) add(name);
  for (const Answer& answer : answers) {
    if (answer.target.quantiles.empty()) add(answer.target.name);
    if (answer.anomaly) add(answer.target.name + "_score");
    for (const double quantile : answer.target.quantiles) add(answer.target.name + "_" + quantile_name(quantile));
    for (const std::string& label : answer.target.labels) add(probability_name(answer, label, answers.size()));
  }
  out << line << '\n';
}

void write_csv(std::ostream& out, const Table& rows, const std::vector<std::string>& id,
               const std::vector<Answer>& answers) {
  std::string line;
  for (int64_t row = 0; row < rows.rows(); ++row) {
    bool first = true;
    const auto cell_text = [&](std::string_view text) {
      line += (first ? "" : ",") + csv_cell(text);
      first = false;
    };
    for (const std::string& name : id) cell_text(rows.at(name).shown(row));
    for (const Answer& answer : answers) {
      const auto at = static_cast<size_t>(row);
      if (answer.target.is_class()) cell_text(answer.target.labels[answer.best(at)]);
      if (answer.anomaly) cell_text(anomaly_word(answer, at));
      if (answer.target.is_set()) cell_text(join(set_of(answer, at), answer.target.separator));
      for (size_t i = 0; i < answer.width(); ++i) cell_text(number_text(answer.values[at * answer.width() + i]));
    }
    out << line << '\n';
    line.clear();
  }
}

void write_jsonl(std::ostream& out, const Table& rows, const std::vector<std::string>& id,
                 const std::vector<Answer>& answers) {
  for (int64_t row = 0; row < rows.rows(); ++row) {
    Entry line = Entry::map();
    for (const std::string& name : id) line.set(name, cell(rows.at(name), row));
    for (const Answer& answer : answers) {
      const double* values = answer.values.data() + static_cast<size_t>(row) * answer.width();
      if (answer.anomaly) {
        line.set(answer.target.name, Entry::text(anomaly_word(answer, static_cast<size_t>(row))));
        line.set(answer.target.name + "_score", Entry::number(values[0]));
        continue;
      }
      if (answer.target.is_number()) {
        line.set(answer.target.name, number_entry(answer, values));
        continue;
      }
      const auto at = static_cast<size_t>(row);
      line.set(answer.target.name, answer.target.is_set() ? Form<std::vector<std::string>>::write(set_of(answer, at))
                                                          : Entry::text(answer.target.labels[answer.best(at)]));
      Entry probabilities = Entry::map();
      for (size_t i = 0; i < answer.width(); ++i)
        probabilities.set(answer.target.labels[i], Entry::scalar(number_text(values[i]), false));
      line.set(answers.size() > 1 ? answer.target.name + "_probabilities" : "probabilities", std::move(probabilities));
    }
    out << to_json(line, -1) << '\n';
  }
}

}  // namespace

Table prediction_table(const Table& rows, const std::vector<std::string>& id, const std::vector<Answer>& answers) {
  Table table = rows.select(id);
  for (const Answer& answer : answers) {
    const TargetSpec& target = answer.target;
    const auto add = [&](const std::string& name, size_t at) {
      std::vector<double> values;
      for (size_t row = 0; row < answer.rows(); ++row) values.push_back(answer.values[row * answer.width() + at]);
      table.set(name, Column::numbers(std::move(values)));
    };
    const auto add_words = [&](const auto& word) {
      std::vector<std::optional<std::string>> words;
      for (size_t row = 0; row < answer.rows(); ++row) words.push_back(word(row));
      table.set(target.name, *Column::texts(words).as(ColumnType::category));
    };
    if (target.is_class()) add_words([&](size_t row) { return target.labels[answer.best(row)]; });
    if (answer.anomaly) add_words([&](size_t row) { return anomaly_word(answer, row); });
    if (target.is_set()) add_words([&](size_t row) { return join(set_of(answer, row), target.separator); });
    if (answer.anomaly) add(target.name + "_score", 0);
    if (target.is_number() && !answer.anomaly && target.quantiles.empty()) add(target.name, 0);
    for (size_t i = 0; i < target.quantiles.size(); ++i) add(target.name + "_" + quantile_name(target.quantiles[i]), i);
    for (size_t i = 0; i < target.labels.size(); ++i)
      add(probability_name(answer, target.labels[i], answers.size()), i);
  }
  return table;
}

void write_predictions(std::ostream& out, PredictionFormat format, const Table& rows,
                       const std::vector<std::string>& id, const std::vector<Answer>& answers, bool first) {
  if (first && format == PredictionFormat::csv) write_header(out, id, answers);
  (format == PredictionFormat::csv ? write_csv : write_jsonl)(out, rows, id, answers);
}

}  // namespace plumb
