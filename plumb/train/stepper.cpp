#include "plumb/train/stepper.h"

#include <algorithm>
#include <cmath>

#include "plumb/train/divergence.h"

namespace plumb {

Stepper::Stepper(const Network& network, const std::vector<TargetLoss>& losses, const TrainOptions& options,
                 const TrainSettings& settings, Precision precision, Batches& batches, States& states)
    : network_(network),
      losses_(losses),
      options_(options),
      settings_(settings),
      precision_(precision),
      batches_(batches),
      states_(states) {
  if (settings.augment.check) settings.augment.check(network.inputs);
  if (settings.augment.mixes) mixed_.emplace(batches, network.inputs.size());
  if (settings.augment) batches.change_each([this](const Batches::Gathered& batch) { augment(batch); });
}

Stepper::~Stepper() {
  if (settings_.augment) batches_.change_each({});
}

const StepGraph& Stepper::part(StepPart which) {
  if (options_.accumulate == 1) which = StepPart::whole;
  auto& made = graphs_[which];
  if (!made.graph) {
    made = step_graph(network_, losses_, options_, settings_.seed, which, settings_.augment.mixes);
    if (holds_) made.loss_limit = hold_updates(*made.graph, made.loss);
    initialise(*made.graph, states_, settings_.seed);
  }
  return made;
}

Executor& Stepper::plan_for(StepPart which, int64_t rows) {
  std::unique_ptr<Executor>& plan = plans_[{which, rows}];
  if (plan) return *plan;
  const StepGraph& graph = part(which);
  plan = make_executor(settings_.device, *graph.graph, {graph.loss}, rows, states_,
                       {.threads = settings_.threads,
                        .updates = true,
                        .precision = precision_,
                        .any_threads = settings_.any_threads,
                        .profile = keep_times_});
  size_t index = 0;
  for (const Value input : graph.inputs) plan->bind(input, batches_.data(index++));
  for (const Value target : graph.targets) plan->bind(target, batches_.data(index++));
  for (const Value weight : graph.weights)
    if (weight) plan->bind(weight, batches_.data(index++));
  if (mixed_) mixed_->bind(*plan, graph);
  plan->bind(graph.inverse_count, &inverse_count_);
  if (graph.rate) plan->bind(graph.rate, &rate_);
  if (graph.loss_limit) plan->bind(graph.loss_limit, &limit_);
  if (graph.step) plan->bind(graph.step, &draw_);
  for (const auto& [layer, factor] : graph.factors.by_layer)
    plan->bind(factor, &factors_.try_emplace(layer, 1.0F).first->second);
  return *plan;
}

Stepper::Done Stepper::update(int64_t begin, int64_t end, double rate) {
  const int64_t batch_size = std::min(options_.batch_size, batches_.rows());
  Done done{.rows = std::min(end * batch_size, batches_.rows()) - begin * batch_size};
  inverse_count_ = static_cast<float>(1.0 / static_cast<double>(done.rows));
  rate_ = static_cast<float>(rate);
  for (int64_t batch = begin; batch < end; ++batch) {
    draw_ = feed(batch);
    const StepPart which = batch + 1 == end ? StepPart::update_with_sum : StepPart::sum_gradients;
    Executor& plan = plan_for(which, batches_.size());
    plan.run();
    last_plan_ = &plan;
    const float loss = *static_cast<const float*>(plan.data(part(which).loss));
    done.loss += static_cast<double>(loss);
    if (holds_ && !(limit_ - std::abs(loss) > 0)) {
      done.held = true;
      break;
    }
  }
  return done;
}

int32_t Stepper::feed(int64_t batch) {
  batches_.next();
  if (mixed_) mixed_->take();
  batches_.make_ahead();
  return static_cast<int32_t>(batches_.position().epoch * batches_.most_per_epoch() + batch);
}

size_t Stepper::memory_bytes() const {
  size_t bytes = 0;
  for (const auto& [key, plan] : plans_) bytes += plan->memory_bytes();
  return bytes;
}

void Stepper::augment(const Batches::Gathered& batch) {
  for (size_t i = 0; i < network_.inputs.size(); ++i) {
    const InputSpec& spec = network_.inputs[i];
    settings_.augment.change({.input = spec.name,
                              .type = spec.type,
                              .row_shape = spec.shape,
                              .data = batch.data[i],
                              .rows = batch.chosen,
                              .epoch = batch.epoch,
                              .train = batches_.tensors()[i],
                              .others = mixed_ ? mixed_->others(batch.chosen.size()) : std::span<int64_t>(),
                              .own = mixed_ ? mixed_->own(batch.chosen.size()) : std::span<float>()});
  }
}

}  // namespace plumb
