#include "plumb/deploy/onnx.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plumb/core/text_table.h"
#include "plumb/deploy/check_rows.h"
#include "plumb/engine/weights.h"
#include "plumb/onnx/columns.h"
#include "plumb/onnx/graph_writer.h"
#include "plumb/onnx/interpreter.h"
#include "plumb/onnx/simplify.h"

namespace plumb {
namespace {

using onnx::Element;

[[maybe_unused]] const bool registered = registry<ExportTarget>().add<Onnx>();

std::string probabilities_name(const Trained& trained, const TrainedTarget& target) {
  const std::string word = "probabilities";
  const auto& fields = trained.schema.fields;
  const bool is_taken = target.spec.name == word ||
                        std::any_of(fields.begin(), fields.end(), [&](const auto& f) { return f.name == word; });
  return trained.targets.size() > 1 || is_taken ? target.spec.name + "_" + word : word;
}

bool is_words(ColumnType type) { return type == ColumnType::category || type == ColumnType::text; }

/// Two columns of one sigmoid's p: 1 - p and p.
std::string both_classes(onnx::Model& model, const std::string& p) {
  const std::string one = model.store({.name = "one", .element = Element::f32, .shape = {1}, .floats = {1}});
  return model.op("Concat", {model.op("Sub", {one, p}), p}, {{"axis", int64_t{1}}});
}

/// 1 where the second class has at least this probability, else 0.
std::string from_threshold(onnx::Model& model, const std::string& p, double threshold) {
  const std::string second = model.store({.name = "second", .element = Element::s64, .shape = {1}, .ints = {1}});
  const std::string least = model.store(
      {.name = "threshold", .element = Element::f32, .shape = {1}, .floats = {static_cast<float>(threshold)}});
  const std::string reached =
      model.op("GreaterOrEqual", {model.op("Gather", {p, second}, {{"axis", int64_t{1}}}), least});
  return model.op("Cast", {reached}, {{"to", static_cast<int64_t>(Element::s64)}});
}

/// How many classes are passed before half of the probability is reached; the last one never is.
std::string median_class(onnx::Model& model, const std::string& p, int64_t classes) {
  const int64_t passable = classes - 1;
  std::vector<float> triangle(static_cast<size_t>(classes * passable));
  for (int64_t j = 0; j < passable; ++j)
    for (int64_t k = j; k < passable; ++k) triangle[static_cast<size_t>(j * passable + k)] = 1;
  const std::string up_to =
      model.store({.name = "up_to", .element = Element::f32, .shape = {classes, passable}, .floats = triangle});
  const std::string half = model.store({.name = "half", .element = Element::f32, .shape = {1}, .floats = {0.5}});
  const std::string passed = model.op("Less", {model.op("MatMul", {p, up_to}), half});
  const std::string ones = model.op("Cast", {passed}, {{"to", static_cast<int64_t>(Element::s64)}});
  const std::string across = model.store({.name = "across", .element = Element::s64, .shape = {1}, .ints = {1}});
  return model.op("ReduceSum", {ones, across}, {{"keepdims", int64_t{1}}});
}

void add_class(onnx::Model& model, const Trained& trained, const TrainedTarget& target, std::string output,
               int64_t width) {
  const std::vector<std::string>& labels = target.spec.labels;
  const auto classes = static_cast<int64_t>(labels.size());
  if (width == 1 && classes == 2) output = both_classes(model, output);
  output = target.calibration.emit(model, output, classes);
  model.expose(probabilities_name(trained, target), output, Element::f32, {-1, classes});
  const std::string code = target.threshold && classes == 2 ? from_threshold(model, output, *target.threshold)
                           : target.spec.choice == Choice::ordered
                               ? median_class(model, output, classes)
                               : model.op("ArgMax", {output}, {{"axis", int64_t{1}}, {"keepdims", int64_t{1}}});
  const std::string words =
      model.store({.name = "labels", .element = Element::text, .shape = {classes}, .texts = labels});
  model.expose(target.spec.name, model.op("Gather", {words, code}), Element::text, {-1, 1});
  model.metadata["labels." + target.spec.name] = to_json(Form<std::vector<std::string>>::write(labels), -1);
}

/// 1 for each label that is called, 0 for the others: ONNX has no text of several words.
void add_set(onnx::Model& model, const Trained& trained, const TrainedTarget& target, const std::string& output) {
  const auto labels = static_cast<int64_t>(target.spec.labels.size());
  model.expose(probabilities_name(trained, target), output, Element::f32, {-1, labels});
  const std::string half = model.store({.name = "half", .element = Element::f32, .shape = {1}, .floats = {0.5}});
  const std::string called = model.op("Not", {model.op("Less", {output, half})});
  model.expose(target.spec.name, model.op("Cast", {called}, {{"to", static_cast<int64_t>(Element::s64)}}), Element::s64,
               {-1, labels});
  model.metadata["labels." + target.spec.name] = to_json(Form<std::vector<std::string>>::write(target.spec.labels), -1);
}

void add_number(onnx::Model& model, const TrainedTarget& target, const std::string& output) {
  const auto number = [&](const char* name, double value) {
    return model.store({.name = name, .element = Element::f64, .shape = {1}, .doubles = {value}});
  };
  const std::string exact = model.op("Cast", {output}, {{"to", static_cast<int64_t>(Element::f64)}});
  const std::string scaled = model.op("Mul", {exact, number("deviation", target.deviation)});
  std::string answer = model.op("Add", {scaled, number("mean", target.mean)});
  if (target.transform == TargetTransform::log1p)
    answer = model.op("Sub", {model.op("Exp", {answer}), number("one", 1)});
  model.expose(target.spec.name, model.op("Cast", {answer}, {{"to", static_cast<int64_t>(Element::f32)}}), Element::f32,
               {-1, static_cast<int64_t>(target.spec.answers())});
  if (target.threshold) model.metadata["threshold." + target.spec.name] = shortest(*target.threshold);
  if (!target.spec.quantiles.empty())
    model.metadata["quantiles." + target.spec.name] =
        to_json(Form<std::vector<double>>::write(target.spec.quantiles), -1);
}

onnx::Tensor feed(const Schema::Field& field, const Column& column) {
  const int64_t rows = column.size();
  onnx::Tensor tensor{.name = field.name, .shape = {rows, 1}};
  if (is_words(field.type)) {
    tensor.element = Element::text;
    for (int64_t row = 0; row < rows; ++row)
      tensor.texts.emplace_back(column.missing(row) ? std::string() : column.shown(row));
  } else if (field.type == ColumnType::image) {
    tensor.element = Element::u8;
    const TensorRows pixels = image_rows(field.name, column);
    tensor.shape = pixels.row_shape;
    tensor.shape.insert(tensor.shape.begin(), rows);
    const auto* bytes = static_cast<const uint8_t*>(pixels.data.get());
    tensor.ints.assign(bytes, bytes + count(tensor.shape));
  } else if (field.type == ColumnType::date_time) {
    tensor.element = Element::s64;
    for (int64_t row = 0; row < rows; ++row)
      tensor.ints.push_back(column.missing(row) ? std::numeric_limits<int64_t>::min()
                                                : column.integers()[static_cast<size_t>(row)]);
  } else {
    for (const double value : column.as_numbers()) tensor.floats.push_back(static_cast<float>(value));
  }
  return tensor;
}

/// The raw columns whose texts the steps cut into words, and how.
std::map<std::string, ColumnHints> texts_cut(const Trained& trained) {
  auto hints = trained.prepare.hints();
  std::erase_if(hints, [&](const auto& told) { return !told.second.split || !trained.schema.find(told.first); });
  return hints;
}

/// For each raw column of images, the steps between a picture and the pixels that the graph takes.
std::map<std::string, std::vector<Entry>> steps_of_pictures(const Trained& trained) {
  const auto hints = trained.prepare.hints();
  std::map<std::string, std::vector<Entry>> steps;
  for (const Schema::Field& field : trained.schema.fields)
    if (field.type == ColumnType::image) {
      const auto told = hints.find(field.name);
      steps[field.name] = told == hints.end() ? std::vector<Entry>{} : told->second.outside;
    }
  return steps;
}

/// "decode_image: {channels: grey}", as in a task file.
std::string in_one_line(const Entry& step) {
  const auto& [name, options, mark] = step.fields().front();
  std::vector<std::string> said;
  for (const Entry::Field& option : options.fields()) said.push_back(option.name + ": " + option.value.word());
  return fmt::format("{}: {{{}}}", name, join(said));
}

std::string times_the_tolerance(const Agreement& agreement) {
  return std::isfinite(agreement.share) ? fmt::format("{:.1f} times the tolerance", agreement.share)
                                        : "one of them is not finite";
}

}  // namespace

onnx::Model onnx_model(const Trained& trained) {
  onnx::Model model;
  model.name = trained.name;
  onnx::Columns columns(model);
  std::vector<onnx::Columns::Input> inputs;
  for (const Schema::Field& field : trained.schema.fields) inputs.push_back({field.name, field.type, field.image});
  for (const auto& [column, told] : texts_cut(trained))
    model.metadata["words." + column] = to_json(write_options(*told.split), -1);
  for (const auto& [column, steps] : steps_of_pictures(trained))
    model.metadata["images." + column] = to_json(Entry::list(steps), -1);
  columns.add_inputs(inputs);
  for (const TrainedTarget& target : trained.targets) {
    model.reserve(target.spec.name);
    if (!target.spec.is_number()) model.reserve(probabilities_name(trained, target));
  }
  trained.prepare.emit(columns);
  const auto fed = emit_tensors(trained.tensors, columns);

  const TracedNetwork traced = trace(trained.network);
  const auto stored = weights_of(*traced.graph, *trained.states);
  const auto find = [&](const std::string& name) {
    const auto bytes = stored.at(name).bytes;
    return std::span(reinterpret_cast<const float*>(bytes.data()), bytes.size() / sizeof(float));
  };
  const onnx::Weights weights{.parameter = [&](const Parameter& p) { return find(p.name); },
                              .state = [&](const State& s) { return find(s.name); }};
  Values outputs;
  for (const TrainedTarget& target : trained.targets) outputs.push_back(traced.outputs.at(target.spec.name));
  const auto written = onnx::write_graph(*traced.graph, outputs, fed, weights, model);
  for (size_t i = 0; i < outputs.size(); ++i) {
    const TrainedTarget& target = trained.targets[i];
    if (target.spec.is_class())
      add_class(model, trained, target, written[i], outputs[i].dim(-1));
    else if (target.spec.is_set())
      add_set(model, trained, target, written[i]);
    else
      add_number(model, target, written[i]);
  }
  onnx::simplify(model);
  return model;
}

std::map<std::string, onnx::Tensor> onnx_inputs(const Trained& trained, const Table& rows) {
  std::map<std::string, onnx::Tensor> feeds;
  const Table prepared = trained.prepare.apply(rows);  // the graph begins with the pixels that the steps leave
  const auto texts = texts_cut(trained);
  for (const Schema::Field& field : trained.schema.fields)
    if (const auto text = texts.find(field.name); text != texts.end())
      feeds[field.name] = {.name = field.name,
                           .element = Element::text,
                           .shape = {rows.rows(), text->second.length},
                           .texts = padded_words(rows.at(field.name), *text->second.split, text->second.length)};
    else
      feeds[field.name] = feed(field, field.type == ColumnType::image ? prepared.at(field.name) : rows.at(field.name));
  return feeds;
}

std::vector<Answer> onnx_answers(const Trained& trained, const std::map<std::string, onnx::Tensor>& outputs) {
  std::vector<Answer> answers;
  for (const TrainedTarget& target : trained.targets) {
    const auto& name = target.spec.is_number() ? target.spec.name : probabilities_name(trained, target);
    const onnx::Tensor& values = outputs.at(name);
    answers.push_back({.target = target.spec, .values = {values.floats.begin(), values.floats.end()}});
  }
  return answers;
}

std::vector<Calls> onnx_calls(const Trained& trained, const std::map<std::string, onnx::Tensor>& outputs) {
  std::vector<Calls> all;
  for (const TrainedTarget& target : trained.targets) {
    const onnx::Tensor& said = outputs.at(target.spec.name);
    const std::vector<std::string>& labels = target.spec.labels;
    Calls& calls = all.emplace_back();
    if (target.spec.is_set()) calls = said.ints;
    if (target.spec.is_class())
      for (const std::string& word : said.texts)
        calls.push_back(std::find(labels.begin(), labels.end(), word) - labels.begin());
  }
  return all;
}

OnnxCheck export_onnx(const Trained& trained, const Table& rows,
                      const std::function<std::vector<Answer>(const Table&)>& answer, const Path& file) {
  onnx::Model model = onnx_model(trained);
  const onnx::Interpreter graph(onnx::read(onnx::write(model), file.string()));
  const std::vector<Answer> ours = answer(rows);
  const auto outputs = graph.run(onnx_inputs(trained, rows));
  const Agreement agreement = compare(ours, onnx_answers(trained, outputs), trained.targets);
  if (!agreement.within())
    throw Error(
        "{} is not written: of {} rows, row {} differs: {} is {} in Plumbline and {} in the graph ({}); please "
        "report the task",
        file.string(), rows.rows(), agreement.row + 1, agreement.target, agreement.a, agreement.b,
        times_the_tolerance(agreement));
  if (const auto wrong = wrong_call(ours, onnx_calls(trained, outputs)))
    throw Error(
        "{} is not written: of {} rows, row {} is called otherwise: {} is {} in Plumbline and {} in the graph; "
        "please report the task",
        file.string(), rows.rows(), wrong->row + 1, wrong->target, wrong->ours, wrong->theirs);
  model.metadata["plumb.checked_rows"] = std::to_string(rows.rows());
  model.metadata["plumb.largest_difference"] = shortest(agreement.largest);
  const std::string bytes = onnx::write(model);
  write_file(file, bytes);
  return {.rows = rows.rows(), .agreement = agreement, .bytes = bytes.size()};
}

ExportReport Onnx::export_to(const Exported& model, const Path& file) const {
  const auto can_answer = [&](const Table& rows) {
    try {
      model.answer(rows);
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  const Table rows = check_rows(model.trained.schema, model.rows, can_answer);
  const OnnxCheck check = export_onnx(model.trained, rows, model.answer, file);
  ExportReport report;
  report.text = fmt::format(
      "{} rows, with gaps, unseen words and extreme numbers, through Plumbline and through the graph read "
      "back: largest difference {}",
      check.rows, short_number(check.agreement.largest));
  report.facts.set("rows", Entry::number(check.rows));
  report.facts.set("largest_difference", Entry::number(check.agreement.largest));
  report.facts.set("share_of_tolerance", Entry::number(check.agreement.share));
  report.facts.set("bytes", Entry::number(static_cast<int64_t>(check.bytes)));
  for (const auto& [column, steps] : steps_of_pictures(model.trained)) {
    if (steps.empty()) continue;
    std::vector<std::string> said;
    for (const Entry& step : steps) said.push_back(in_one_line(step));
    report.text += fmt::format("\n{}: a picture is fed as its pixels, after {}", column, join(said));
  }
  return report;
}

}  // namespace plumb
