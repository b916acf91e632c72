#include "plumb/task/fit.h"

#include <algorithm>

#include "plumb/engine/weights.h"
#include "plumb/task/choose_network.h"
#include "plumb/task/network_defaults.h"
#include "plumb/task/read_middle.h"
#include "plumb/task/run_folder.h"
#include "plumb/train/members.h"

namespace plumb {
namespace {

std::vector<float> row_weights(const Dataset& data, const Table& rows) {
  if (data.weight.empty()) return {};
  const std::vector<double> given = rows.at(data.weight).as_numbers();
  for (size_t row = 0; row < given.size(); ++row)
    if (!(given[row] >= 0))
      throw Error("column \"{}\" weighs row {} with {}; weights are numbers from 0", data.weight, row + 1,
                  rows.at(data.weight).shown(static_cast<int64_t>(row)));
  return {given.begin(), given.end()};
}

TrainRows rows_from(const Trained& trained, const Dataset& data, const Table& prepared) {
  TrainRows rows{.inputs = make_tensors(trained.tensors, prepared)};
  for (const TrainedTarget& target : trained.targets)
    rows.targets.push_back(encode_target(target, prepared.at(target.spec.name)));
  rows.weights = row_weights(data, prepared);
  return rows;
}

/// Columns that the steps made codes of.
std::vector<std::string> coded_columns(const FittedPipeline& prepare) {
  std::vector<std::string> columns;
  for (const auto& [column, hints] : prepare.hints())
    if (hints.codes > 0 && hints.length == 0) columns.push_back(column);
  return columns;
}

std::vector<std::string> new_columns(const Table& before, const Table& after) {
  std::vector<std::string> names = after.names();
  std::erase_if(names, [&](const std::string& name) { return before.has(name); });
  return names;
}

/// The train rows without the columns that nothing makes numbers of, as they are and as all steps leave them.
struct SettledRows {
  Dataset raw;
  PreparedTrain prepared;
};

/// Fits the steps asked for, and behind them those implied.
SettledRows settle_steps(const FitRequest& request, const Dataset& given, const StepContext& context,
                         const NetworkColumns& network, ReadyFit& fit) {
  fit.steps = network.added.empty() ? request.prepare.steps() : network.added;
  const Pipeline asked(fit.steps);
  PreparedTrain listed = asked.fit(given.table, context);
  const std::vector<std::string> added = new_columns(given.table, listed.rows);
  for (const Step& step : network.added)
    fit.reasons.push_back(fmt::format("{}: the network wants it{}", step.name(),
                                      added.empty() ? "; nothing was found to add" : " and adds " + join(added)));
  Implied implied = implied_steps(given.table, listed, context, network);
  fit.reasons.insert(fit.reasons.end(), implied.reasons.begin(), implied.reasons.end());
  fit.steps.insert(fit.steps.end(), implied.steps.begin(), implied.steps.end());
  fit.left_out = std::move(implied.left_out);
  Dataset kept = given;
  for (const Implied::LeftOut& column : fit.left_out) {
    if (kept.table.has(column.column)) kept.table.erase(column.column);
    fit.reasons.push_back(fmt::format("{} is left out: it {}", column.column, column.reason));
  }
  std::erase_if(fit.left_out, [&](const auto& column) { return !given.table.has(column.column); });  // of a step
  if (!fit.left_out.empty()) listed = asked.fit(kept.table, context);  // served rows will not have them
  return {std::move(kept), Pipeline(implied.steps).fit_behind(std::move(listed), context)};
}

/// Columns that the network names but that the steps made others of.
void require_inputs(const NamedInputs& named, const Trained& trained, const Table& raw) {
  std::vector<std::string> inputs;
  for (const TensorSpec::Input& input : trained.tensors.inputs) inputs.push_back(input.name);
  for (const std::string& name : named.all)
    if (raw.has(name) && !contains_word(inputs, name) && name != "table")
      throw Error(
          "model: \"{}\" is no input, because the steps make other columns of it; begin its branch with an `embedding` "
          "to have its words as codes, or leave it to another input: {}",
          name, join(inputs));
}

/// The network behind the prepared rows; of images it reads the part that train batches keep.
Architecture::Built build_network(const Architecture& model, const Trained& trained,
                                  const std::vector<Augmentation>& augmentations, int64_t rows) {
  NetworkContext context = context_of(trained, rows);
  std::vector<std::string> reasons;
  for (InputSpec& input : context.inputs) {
    if (input.type != Type::u8 || input.shape.size() != 3) continue;
    const ImageSize whole{input.shape[0], input.shape[1]}, part = kept_by(augmentations, whole);
    if (part == whole) continue;
    reasons.push_back(
        fmt::format("of {} the network reads the middle, {} x {} of {} x {}, and of train rows what `augment` "
                    "cuts out",
                    input.name, part.height, part.width, whole.height, whole.width));
    input.shape = {part.height, part.width, input.shape[2]};
  }
  Architecture::Built built = model.build(context);
  built.network = read_middle(built.network, trained.tensors);
  built.reasons.insert(built.reasons.begin(), reasons.begin(), reasons.end());
  return built;
}

}  // namespace

NetworkContext context_of(const Trained& trained, int64_t rows) {
  NetworkContext context{.rows = rows};
  for (const auto& input : trained.tensors.inputs)
    context.inputs.push_back({.name = input.name,
                              .shape = input.row_shape,
                              .type = input.type,
                              .scale = input.scale,
                              .shift = input.shift,
                              .codes = input.codes,
                              .lengths = input.lengths,
                              .edges = input.edges});
  for (const TrainedTarget& target : trained.targets) context.targets.push_back(target.spec);
  return context;
}

ReadyFit make_ready(const FitRequest& request, const Dataset& given, const Dataset* valid) {
  require(given.rows() > 0, "there are no train rows; see `data` and `split`");
  require(!given.targets.empty(), "no target is named; say which column is predicted");
  ReadyFit fit;
  Trained& trained = fit.trained;
  trained.name = request.name;
  trained.missing = given.missing;
  trained.id = given.id;
  const std::vector<std::string> not_inputs = given.not_inputs();
  const StepContext context{.training = true, .seed = request.seed, .targets = not_inputs, .ids = given.id};
  NetworkChoice choice = choose_network(request, given, valid);
  fit.model = std::move(choice.model);
  fit.reasons = std::move(choice.reasons);
  fit.race = std::move(choice.race);
  const auto named = fit.model.named();
  const TableFacts facts = facts_of(given, valid, request.rows);
  Wants wants = named ? named->wants(facts) : Wants{};
  if (choice.epochs > 0 && !facts.has_valid && !contains_word(said_options(request.options), "epochs")) {
    wants.train.set("epochs", Entry::number(choice.epochs));
    fit.reasons.push_back(fmt::format("{} epochs: after as many it was best in the race, on average", choice.epochs));
  }
  fit.options = with_defaults_of(wants, request.options);
  const NamedInputs named_inputs = fit.model.named_inputs();
  NetworkColumns network{
      .codes = named_inputs.codes, .all_codes = wants.codes, .numbers = wants.prepare, .scale = wants.scale};
  if (request.prepare.steps().empty() && wants.columns.is_list())
    for (const Entry& step : wants.columns.items()) network.added.push_back(registry<Step>().make(step));
  auto [train, prepared] = settle_steps(request, given, context, network, fit);

  for (const Schema::Field& field : infer_schema(train.table).fields)
    if (std::find(not_inputs.begin(), not_inputs.end(), field.name) == not_inputs.end())
      trained.schema.fields.push_back(field);
  for (const Target& target : train.targets) {
    const Loss* loss = request.options.loss_of(target.column);
    const auto quantiles = loss ? loss->quantiles() : std::vector<double>();
    trained.targets.push_back(learn_target(target, train.table.at(target.column), quantiles));
  }

  trained.prepare = std::move(prepared.pipeline);
  trained.tensors = tensor_spec(prepared.rows, trained.prepare, not_inputs,
                                wants.codes ? coded_columns(trained.prepare) : named_inputs.codes, named_inputs.all);
  require_inputs(named_inputs, trained, train.table);
  fit.rows = rows_from(trained, train, prepared.rows);
  if (valid && valid->rows() > 0) fit.valid = tensors_of(trained, *valid);

  Architecture::Built built = build_network(fit.model, trained, request.augment, prepared.rows.rows());
  trained.network = std::move(built.network);
  fit.reasons.insert(fit.reasons.end(), built.reasons.begin(), built.reasons.end());
  trained.states = std::make_shared<States>();
  for (const TrainedTarget& target : trained.targets) fit.targets.push_back(train_target(target));
  return fit;
}

namespace {

bool is_image(const InputSpec& input) { return input.type == Type::u8 && input.shape.size() == 3; }
bool is_table(const InputSpec& input) { return input.type == Type::f32 && input.shape.size() == 1; }

/// What changes nothing is a mistake.
void check_augmentations(const std::vector<Augmentation>& augmentations, const std::vector<InputSpec>& inputs) {
  std::vector<std::string> names;
  for (const InputSpec& input : inputs) names.push_back(input.name);
  for (const Augmentation& one : augmentations) {
    const bool acts = one.mixes() || (one.changes_images() && std::any_of(inputs.begin(), inputs.end(), is_image)) ||
                      (one.changes_numbers() && std::any_of(inputs.begin(), inputs.end(), is_table));
    require(acts, "augment: {} changes {}, and the network reads none (inputs: {}); take it out", one.name(),
            one.changes_images() ? "images" : "tables of numbers", join(names));
  }
}

}  // namespace

BatchChange augmenter(const std::vector<Augmentation>& augmentations, uint64_t seed) {
  if (augmentations.empty()) return {};
  const auto numbers = std::make_shared<std::map<std::string, TrainNumbers>>();  // by input, once they are needed
  BatchChange change([augmentations, seed, numbers](const BatchView& batch) {
    const Draws draws{.rows = batch.rows, .seed = seed, .epoch = batch.epoch};
    if (batch.type == Type::u8) augment(augmentations, batch.data, batch.row_shape, draws);
    if (batch.type == Type::f32 && batch.row_shape.size() == 1) {
      TrainNumbers& train = (*numbers)[batch.input];
      if (train.rows.data != batch.train.data) train = train_numbers(batch.train);
      augment_numbers(augmentations, static_cast<float*>(batch.data), train, draws);
    }
    mix_rows(augmentations, batch.input, batch.type, batch.row_shape, batch.data, draws, batch.others, batch.own);
  });
  change.mixes =
      std::any_of(augmentations.begin(), augmentations.end(), [](const Augmentation& one) { return one.mixes(); });
  change.check = [augmentations](const std::vector<InputSpec>& inputs) { check_augmentations(augmentations, inputs); };
  return change;
}

TrainRows tensors_of(const Trained& trained, const Dataset& rows) {
  return rows_from(trained, rows, trained.prepare.apply(rows.table, {.targets = rows.not_inputs()}));
}

History run_fit(ReadyFit& fit, const TrainSettings& settings) {
  History history = train(fit.trained.network, fit.targets, fit.rows, fit.valid ? &*fit.valid : nullptr, fit.options,
                          settings, *fit.trained.states);
  if (history.interrupted) return history;
  if (auto ensemble = ensemble_of(fit.trained.network, *fit.trained.states)) {
    fit.trained.network = std::move(ensemble->network);
    fit.trained.states = std::move(ensemble->states);
  }
  return history;
}

}  // namespace plumb
