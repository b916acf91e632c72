#include "plumb/task/model_summary.h"

#include "plumb/task/fit.h"
#include "plumb/task/read_task.h"
#include "plumb/task/run_folder.h"
#include "plumb/task/runner.h"
#include "plumb/task/streamed.h"

namespace plumb {

Network network_of(const std::string& what, const std::vector<std::string>& settings) {
  const std::string ending = Path(what).extension().string();
  if (ending != ".yaml" && ending != ".yml") return load_trained(what).network;
  const Task task = read_task(what, settings);
  return make_ready(request_of(task), train_rows_to_look_at(task), nullptr).trained.network;
}

Entry summary_entry(const Network& network) {
  Entry entry = Entry::map(), layers = Entry::list();
  int64_t parameters = 0;
  for (const LayerCost& cost : layer_costs(network)) {
    Entry one = Entry::map();
    one.set("layer", Entry::text(cost.layer));
    one.set("output", Form<Shape>::write(cost.output));
    one.set("parameters", Entry::number(cost.parameters));
    one.set("multiply_adds", Entry::number(cost.multiply_adds));
    one.set("activation_bytes", Entry::number(cost.activation_bytes));
    layers.push(std::move(one));
    parameters += cost.parameters;
  }
  entry.set("layers", std::move(layers));
  entry.set("parameters", Entry::number(parameters));
  return entry;
}

}  // namespace plumb
