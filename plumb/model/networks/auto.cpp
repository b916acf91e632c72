#include "plumb/model/networks/auto.h"

#include <algorithm>

#include "plumb/model/networks/branches.h"
#include "plumb/model/networks/cnn.h"
#include "plumb/model/networks/linear.h"
#include "plumb/model/networks/mlp.h"

namespace plumb {

[[maybe_unused]] static const bool registered = registry<NamedNetwork>().add<AutoNetwork>();

namespace {

std::string shown(const std::vector<int64_t>& units) {
  std::vector<std::string> words;
  for (const int64_t width : units) words.push_back(std::to_string(width));
  return join(words);
}

Mlp mlp_for(const NetworkContext& context, std::vector<std::string>& reasons) {
  const Mlp mlp = Mlp::for_rows(context.rows);
  reasons.push_back(
      fmt::format("mlp with layers of {} and dropout {}: {} train rows", shown(mlp.units), mlp.dropout, context.rows));
  return mlp;
}

Cnn cnn_for(const NetworkContext& context, std::vector<std::string>& reasons) {
  Cnn cnn;
  cnn.dropout = context.rows < 20000 ? 0.4 : 0.3;
  reasons.push_back(fmt::format("dropout {}: {} train images", cnn.dropout, context.rows));
  return cnn;
}

std::string why_this_loss(const TargetSpec& target) {
  if (target.is_set())
    return fmt::format("cross-entropy of each label: \"{}\" is a set of {} labels", target.name, target.labels.size());
  if (target.choice == Choice::ordered)
    return fmt::format("corn: \"{}\" has {} ordered classes", target.name, target.labels.size());
  if (target.is_class()) return fmt::format("cross-entropy: \"{}\" has {} classes", target.name, target.labels.size());
  if (!target.quantiles.empty())
    return fmt::format("{} quantiles of the number \"{}\"", target.quantiles.size(), target.name);
  return fmt::format("mean squared error: \"{}\" is a number", target.name);
}

}  // namespace

Plan AutoNetwork::plan(const NetworkContext& context) const {
  std::vector<std::string> reasons;
  bool images = false;
  for (const InputSpec& input : context.inputs) {
    if (is_image(input))
      reasons.push_back(
          fmt::format("convolutions: input \"{}\" holds images of {}x{}", input.name, input.shape[0], input.shape[1]));
    else if (is_text(input))
      reasons.push_back(fmt::format("the mean of vectors of its words: input \"{}\" holds texts of {} words",
                                    input.name, input.codes));
    else if (is_code(input))
      reasons.push_back(fmt::format("an embedding of length {}: input \"{}\" holds {} different codes",
                                    embedding_length(input.codes), input.name, input.codes));
    images = images || is_image(input);
  }
  const bool texts_only = std::all_of(context.inputs.begin(), context.inputs.end(), is_text);
  Plan plan = images       ? cnn_for(context, reasons).plan(context)
              : texts_only ? LinearNetwork{}.plan(context)  // more layers on a mean of words learn them by heart
                           : mlp_for(context, reasons).plan(context);
  for (const TargetSpec& target : context.targets) reasons.push_back(why_this_loss(target));
  plan.reasons = std::move(reasons);
  return plan;
}

}  // namespace plumb
